/** Namespace of our metrics in CloudWatch. */
export const metricNamespace = 'Basegrid';

/** The one dimension of all our metrics: the function, as POWERTOOLS_SERVICE_NAME names it (such as `basegrid-prod-public`). */
export const metricDimension = 'service';

/** Names of our metrics and what they count; dashboards and alarms name them by these. */
export const metricNames = {
  /** Milliseconds that a request took inside the function. */
  latency: 'Latency',
  /** Points that an operation cost. */
  cost: 'Cost',
  /** Values withheld in an answer, all coordinates together. */
  withheld: 'Withheld',
  /** Rows that a publication rejected. */
  rejectedRows: 'RejectedRows',
  /** Seconds since the edition that an answer shows was published. */
  editionAge: 'EditionAge',
  /** Blocks asked for that memory held. */
  blockCacheHits: 'BlockCacheHits',
  /** Blocks asked for that had to be read. */
  blockCacheMisses: 'BlockCacheMisses',
  /** Requests that failed for a fault of ours. */
  faults: 'Faults',
  /** Requests that were answered "try again": the store was not there, or time ran out. */
  unavailable: 'Unavailable',
} as const;

/** One of our metrics. */
export type MetricName = keyof typeof metricNames;

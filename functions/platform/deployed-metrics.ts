import { type MetricName, metricDimension, metricNames, metricNamespace } from './metric-names.ts';
import type { MetricContext, Metrics } from './metrics.ts';

/** Units as CloudWatch names them. */
const units = {
  latency: 'Milliseconds',
  cost: 'Count',
  withheld: 'Count',
  rejectedRows: 'Count',
  editionAge: 'Seconds',
  blockCacheHits: 'Count',
  blockCacheMisses: 'Count',
  faults: 'Count',
  unavailable: 'Count',
} as const satisfies Readonly<Record<MetricName, string>>;

/**
 * Metrics of a deployed function: at each flush one line of CloudWatch's embedded metric format
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html), as AWS Lambda
 * Powertools writes it, which takes 4 ms of a cold start to load. `service` is the value of their one dimension.
 */
export function deployedMetrics(service: string): Metrics {
  const figures = new Map<MetricName, number>();
  let isOpening = false;
  return {
    add: (name, value) => {
      figures.set(name, (figures.get(name) ?? 0) + value);
      // Node opens its output when it is first looked at: soon, while whoever counts waits for a store, and not while the answer waits.
      if (!isOpening) setImmediate(() => void process.stdout);
      isOpening = true;
    },
    flush: (context = {}) => {
      if (figures.size === 0) return;
      process.stdout.write(`${JSON.stringify(lineOf(figures, service, context))}\n`);
      figures.clear();
    },
  };
}

function lineOf(figures: ReadonlyMap<MetricName, number>, service: string, context: MetricContext) {
  const named = [...figures].map(([name, figure]) => [metricNames[name], figure] as const);
  const Metrics = [...figures.keys()].map((name) => ({ Name: metricNames[name], Unit: units[name] }));
  return {
    _aws: {
      Timestamp: Date.now(),
      CloudWatchMetrics: [{ Namespace: metricNamespace, Dimensions: [[metricDimension]], Metrics }],
    },
    ...context,
    [metricDimension]: service,
    ...Object.fromEntries(named),
  };
}

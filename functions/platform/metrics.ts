import type { MetricName } from './metric-names.ts';

/** What a line of metrics says besides its figures: ids of ours. */
export type MetricContext = { readonly [name: string]: string };

/** Counts what happens during one request or one step. */
export interface Metrics {
  /** Adds to a metric's figure. */
  add(name: MetricName, value: number): void;
  /** Sends the figures, and begins anew. */
  flush(context?: MetricContext): void;
}

/** Counts nothing: local runs have no one who would look. */
export const noMetrics: Metrics = { add: () => {}, flush: () => {} };

import { MetricUnit, Metrics as PowertoolsMetrics } from '@aws-lambda-powertools/metrics';
import { type MetricName, metricNames, metricNamespace } from './metric-names.ts';
import type { Metrics } from './metrics.ts';

const units: Readonly<Record<MetricName, (typeof MetricUnit)[keyof typeof MetricUnit]>> = {
  latency: MetricUnit.Milliseconds,
  cost: MetricUnit.Count,
  withheld: MetricUnit.Count,
  rejectedRows: MetricUnit.Count,
  editionAge: MetricUnit.Seconds,
  blockCacheHits: MetricUnit.Count,
  blockCacheMisses: MetricUnit.Count,
  faults: MetricUnit.Count,
  unavailable: MetricUnit.Count,
};

/** Metrics of a deployed function: one line of CloudWatch's embedded metric format at each flush, by AWS Lambda Powertools. */
export function deployedMetrics(): Metrics {
  const metrics = new PowertoolsMetrics({ namespace: metricNamespace });
  const figures = new Map<MetricName, number>();
  return {
    add: (name, value) => void figures.set(name, (figures.get(name) ?? 0) + value),
    flush: (context = {}) => {
      if (figures.size === 0) return;
      for (const [name, value] of figures) metrics.addMetric(metricNames[name], units[name], value);
      for (const [name, value] of Object.entries(context)) metrics.addMetadata(name, value);
      figures.clear();
      metrics.publishStoredMetrics();
    },
  };
}

import { Dashboard, GraphWidget, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type MetricName, metricNames } from '../../functions/platform/metric-names.ts';
import type { Watched } from '../watch-stack.ts';
import { ourMetric, reportingSteps } from './alarms.ts';

const answering = ['public', 'entitled'] as const;

/** What every metric of ours is shown by. */
const statistics: readonly (readonly [MetricName, readonly string[]])[] = [
  ['latency', ['p50', 'p99']],
  ['cost', ['Average', 'Maximum']],
  ['withheld', ['Sum']],
  ['editionAge', ['Maximum']],
  ['blockCacheHits', ['Sum']],
  ['blockCacheMisses', ['Sum']],
  ['faults', ['Sum']],
  ['unavailable', ['Sum']],
];

/** One page on which a deployment is seen: answers, publications, the tables that both work on. */
export function makeDashboard(scope: Construct, { prefix, api, publish, data }: Watched): Dashboard {
  const graph = (title: string, left: readonly IMetric[]) =>
    new GraphWidget({ title, left: [...left], width: 8, height: 6 });
  const ours = statistics.map(([name, shown]) =>
    graph(
      metricNames[name],
      answering.flatMap((of) => shown.map((statistic) => ourMetric(prefix, of, name, statistic))),
    ),
  );
  const steps = Object.entries(publish.functions);
  const rejected = reportingSteps.map((step) => ourMetric(prefix, `publish-${step}`, 'rejectedRows', 'Sum'));
  const tables = Object.values(data.tables).map(({ table }) => table);
  return new Dashboard(scope, 'Dashboard', {
    dashboardName: `${prefix}overview`,
    widgets: [
      ours,
      [
        graph('Requests', [api.http.metricCount(), api.http.metricClientError(), api.http.metricServerError()]),
        graph('Publications', [publish.machine.metricSucceeded(), publish.machine.metricFailed()]),
        graph('RejectedRows', rejected),
        graph('Minutes of a publication', [publish.machine.metricTime()]),
        graph(
          'Steps',
          steps.map(([, step]) => step.metricDuration()),
        ),
        graph('Dead letters', [publish.deadLetters.metricApproximateNumberOfMessagesVisible()]),
        graph(
          'Read units',
          tables.map((table) => table.metricConsumedReadCapacityUnits()),
        ),
        graph(
          'Write units',
          tables.map((table) => table.metricConsumedWriteCapacityUnits()),
        ),
      ],
    ],
  });
}

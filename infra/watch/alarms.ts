import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import {
  type MetricName,
  metricDimension,
  metricNames,
  metricNamespace,
} from '../../functions/platform/metric-names.ts';
import type { Watched } from '../watch-stack.ts';

/** An alarm; what it means and what to do is said in docs/operations.md under its name. */
export interface AlarmParts {
  readonly name: string;
  readonly metric: Metric;
  /** Rings when the metric reaches it, `periods` times out of as many. */
  readonly threshold: number;
  readonly periods: number;
}

/** Steps that write the report of a publication, and count what it rejected: of a small file; of a large one, refused early or taken. */
export const reportingSteps = ['whole', 'settle', 'join'] as const;

/** A metric of ours (functions/platform/metric-names.ts). */
export function ourMetric(prefix: string, of: string, name: MetricName, statistic: string): Metric {
  return new Metric({
    namespace: metricNamespace,
    metricName: metricNames[name],
    dimensionsMap: { [metricDimension]: `${prefix}${of}` },
    statistic,
    period: Duration.minutes(5),
  });
}

/** Every alarm of a deployment. */
export function alarmsOf(watched: Watched): readonly AlarmParts[] {
  const { prefix, api, publish } = watched;
  const minutes = { period: Duration.minutes(5), statistic: 'Sum' };
  const answering = ['public', 'entitled'].flatMap((of): AlarmParts[] => {
    const id = capital(of);
    return [
      { name: `${id}Faults`, metric: ourMetric(prefix, of, 'faults', 'Sum'), threshold: 1, periods: 1 },
      { name: `${id}Unavailable`, metric: ourMetric(prefix, of, 'unavailable', 'Sum'), threshold: 10, periods: 2 },
      { name: `${id}Slow`, metric: ourMetric(prefix, of, 'latency', 'p99'), threshold: 2000, periods: 3 },
    ];
  });
  const functions = [...Object.values(api.functions), publish.sweep].flatMap((made): AlarmParts[] => [
    { name: `${made.node.id}Errors`, metric: made.metricErrors(minutes), threshold: 1, periods: 1 },
    { name: `${made.node.id}Throttled`, metric: made.metricThrottles(minutes), threshold: 1, periods: 2 },
  ]);
  const day = { period: Duration.hours(1), statistic: 'Maximum' };
  return [
    ...answering,
    ...functions,
    ...contentAlarms(watched),
    { name: 'ApiErrors', metric: api.http.metricServerError(minutes), threshold: 5, periods: 2 },
    { name: 'PublicationFailed', metric: publish.machine.metricFailed(minutes), threshold: 1, periods: 1 },
    { name: 'PublicationTimedOut', metric: publish.machine.metricTimedOut(minutes), threshold: 1, periods: 1 },
    {
      name: 'DeadLetters',
      metric: publish.deadLetters.metricApproximateNumberOfMessagesVisible(day),
      threshold: 1,
      periods: 1,
    },
  ];
}

/** What is wrong with the data rather than with the program: how much, and how old, is usual is said by the configuration. */
function contentAlarms({ prefix, config }: Watched): readonly AlarmParts[] {
  const rejected = reportingSteps.map((step): AlarmParts => {
    const metric = ourMetric(prefix, `publish-${step}`, 'rejectedRows', 'Sum');
    return { name: `${capital(step)}RejectedRows`, metric, threshold: config.rejectedRows, periods: 1 };
  });
  const { editionAge } = config;
  if (editionAge === null) return rejected;
  // The least of an hour: a publication silences the alarm, however many older answers were given before it in that hour.
  const aged = (['public', 'entitled'] as const).map((of): AlarmParts => {
    const metric = ourMetric(prefix, of, 'editionAge', 'Minimum').with({ period: Duration.hours(1) });
    return {
      name: `${capital(of)}EditionAge`,
      metric,
      threshold: editionAge.toSeconds(),
      periods: 1,
    };
  });
  return [...rejected, ...aged];
}

/** Makes an alarm that tells a topic. Where nothing is counted nothing is wrong. */
export function makeAlarm(scope: Construct, { name, metric, threshold, periods }: AlarmParts, to: Topic): Alarm {
  const alarm = new Alarm(scope, name, {
    metric,
    threshold,
    evaluationPeriods: periods,
    comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
    treatMissingData: TreatMissingData.NOT_BREACHING,
    alarmDescription: `docs/operations.md, "${name}"`,
  });
  alarm.addAlarmAction(new SnsAction(to));
  return alarm;
}

function capital(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}

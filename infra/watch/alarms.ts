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
export function alarmsOf({ prefix, api, publish }: Watched): readonly AlarmParts[] {
  const minutes = { period: Duration.minutes(5), statistic: 'Sum' };
  const answering = ['public', 'entitled'].flatMap((of): AlarmParts[] => {
    const id = of === 'public' ? 'Public' : 'Entitled';
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

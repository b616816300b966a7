import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { metricNames } from '../../functions/platform/metric-names.ts';
import { resourcesOf, synthesised } from '../harness/made-app.ts';
import { projectFolder } from '../laws/source-files.ts';

const app = synthesised('prod');
const alarms = resourcesOf(app, 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);

test('every alarm tells a topic, and docs/operations.md says what it means', () => {
  const manual = readFileSync(join(projectFolder, 'docs', 'operations.md'), 'utf8');
  expect(alarms.length).toBeGreaterThan(20);
  for (const { AlarmActions, AlarmDescription, TreatMissingData } of alarms) {
    expect([AlarmActions, TreatMissingData]).toEqual([[expect.anything()], 'notBreaching']);
    const name = String(AlarmDescription).match(/"(\w+)"/)?.[1] ?? '';
    const general = name.replace(
      /^(Public|Entitled)(?=Faults|Unavailable|Slow|EditionAge)|^\w+(?=Errors$|Throttled$|RejectedRows$)/,
      '…',
    );
    expect([name, manual.includes(`\`${name}\``) || manual.includes(`\`${general}\``)]).toEqual([name, true]);
  }
});

test('rejected rows and old editions ring by what the configuration says, on the metrics that functions send', () => {
  const told = (name: string, made = alarms) =>
    made
      .filter(({ MetricName }) => MetricName === name)
      .map(({ Dimensions, Namespace, Period, Statistic, Threshold }) => [
        ...[Namespace, (Dimensions as { Value: string }[])[0]?.Value, Period, Statistic, Threshold],
      ])
      .sort();
  const namespace = 'Basegrid';
  expect(told('RejectedRows')).toEqual([
    [namespace, 'basegrid-prod-publish-join', 300, 'Sum', 100],
    [namespace, 'basegrid-prod-publish-settle', 300, 'Sum', 100],
    [namespace, 'basegrid-prod-publish-whole', 300, 'Sum', 100],
  ]);
  expect(told('EditionAge')).toEqual([
    [namespace, 'basegrid-prod-entitled', 3600, 'Minimum', 35 * 86_400],
    [namespace, 'basegrid-prod-public', 3600, 'Minimum', 35 * 86_400],
  ]);
  const dev = resourcesOf(synthesised('dev'), 'AWS::CloudWatch::Alarm').map(({ Properties }) => Properties);
  expect([told('EditionAge', dev), told('RejectedRows', dev).length]).toEqual([[], 3]);
});

test('the dashboard shows every metric that we count', () => {
  const [dashboard] = resourcesOf(app, 'AWS::CloudWatch::Dashboard');
  const body = JSON.stringify(dashboard?.Properties.DashboardBody);
  for (const name of Object.values(metricNames)) expect(body).toContain(`\\"${name}\\"`);
});

test('alarms and dead letters lie under the key of operations', () => {
  for (const type of ['AWS::SNS::Topic', 'AWS::SQS::Queue'])
    for (const { Properties } of resourcesOf(app, type))
      expect(JSON.stringify(Properties.KmsMasterKeyId)).toContain('OperationsKey');
});

test('publications are traced, and logged without what they work on', () => {
  const [machine] = resourcesOf(app, 'AWS::StepFunctions::StateMachine').map(({ Properties }) => Properties);
  expect(machine?.TracingConfiguration).toEqual({ Enabled: true });
  expect(machine?.LoggingConfiguration).toMatchObject({ Level: 'ALL', IncludeExecutionData: false });
});

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { metricDimension, metricNames, metricNamespace } from '../../functions/platform/metric-names.ts';

/** What a deployed function writes, line by line: in a process of its own, as the library writes past everything. */
function written(script: string): Record<string, unknown>[] {
  const imports = ['deployed-logger', 'deployed-metrics'].map((name) => {
    const file = join(import.meta.dirname, '../../functions/platform', `${name}.ts`);
    return `const { ${name.replace('-l', 'L').replace('-m', 'M')} } = await import(${JSON.stringify(file)});`;
  });
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', `${imports.join('\n')}\n${script}`],
    {
      encoding: 'utf8',
      env: {
        PATH: process.env.PATH,
        POWERTOOLS_SERVICE_NAME: 'basegrid-test-public',
        AWS_LAMBDA_FUNCTION_NAME: 'public',
        _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=557abcec3ee5a047;Sampled=1',
      },
    },
  );
  expect(status, stderr).toBe(0);
  const lines = `${stdout}${stderr}`.split('\n').filter((line) => line.startsWith('{'));
  return lines.map((line) => JSON.parse(line));
}

test('the log of a deployed function is JSON with level, service and both traces', () => {
  const lines = written(`
    const logger = deployedLogger();
    logger.info('published', { rows: 7, register: 'HOUSES' });
    logger.error('operation failed', new Error('outer', { cause: new TypeError('inner') }), { traceId: 'trace-1' });`);
  expect(lines).toMatchObject([
    { level: 'INFO', message: 'published', service: 'basegrid-test-public', rows: 7, register: 'HOUSES' },
    {
      level: 'ERROR',
      message: 'operation failed',
      traceId: 'trace-1',
      xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793',
      faults: [{ name: 'Error' }, { name: 'TypeError' }],
    },
  ]);
});

test('numbers of persons are redacted in messages, fields, faults and figures', () => {
  const lines = written(`
    const logger = deployedLogger();
    logger.warn('call 13800138000', { who: '11010519491231002X', number: 13800138000 });
    logger.info('told', { traceId: 'd3f6c333-b188-4801-9688-ec0ae25f9024' });
    logger.error('failed', new Error('no 11010519491231002X', { cause: new Error('13800138000') }));`);
  const text = JSON.stringify(lines);
  expect(lines).toHaveLength(3);
  expect(lines.map(({ traceId }) => traceId)).toContain('d3f6c333-b188-4801-9688-ec0ae25f9024');
  expect(text).not.toMatch(/11010519491231002X|13800138000/);
  expect(text.match(/<mobile number>/g)?.length).toBeGreaterThanOrEqual(3);
});

test('metrics are one line a flush in the embedded metric format, added up, with what they belong to', () => {
  const lines = written(`
    const metrics = deployedMetrics('basegrid-test-public');
    for (const hits of [3, 0, 4]) metrics.add('blockCacheHits', hits);
    metrics.add('latency', 12.5);
    metrics.flush({ traceId: 'trace-1', status: '200' });
    metrics.flush();
    metrics.add('rejectedRows', 2);
    metrics.flush();`);
  expect(lines).toMatchObject([
    { BlockCacheHits: 7, Latency: 12.5, traceId: 'trace-1', status: '200', [metricDimension]: 'basegrid-test-public' },
    { [metricNames.rejectedRows]: 2 },
  ]);
  expect(lines[1]).not.toHaveProperty('traceId');
  const { CloudWatchMetrics } = lines[0]?._aws as { CloudWatchMetrics: unknown };
  expect(CloudWatchMetrics).toEqual([
    {
      Namespace: metricNamespace,
      Dimensions: [[metricDimension]],
      Metrics: [
        { Name: metricNames.blockCacheHits, Unit: 'Count' },
        { Name: metricNames.latency, Unit: 'Milliseconds' },
      ],
    },
  ]);
});

test('they are what AWS Lambda Powertools writes of the same figures', () => {
  const [ours, theirs] = written(`
    const metrics = deployedMetrics('basegrid-test-public');
    metrics.add('editionAge', 7.5);
    metrics.add('cost', 3);
    metrics.flush({ traceId: 'trace-1' });
    const { Metrics } = await import('@aws-lambda-powertools/metrics');
    const powertools = new Metrics({ namespace: 'Basegrid' });
    powertools.addMetric('EditionAge', 'Seconds', 7.5);
    powertools.addMetric('Cost', 'Count', 3);
    powertools.addMetadata('traceId', 'trace-1');
    powertools.publishStoredMetrics();`);
  const untimed = (line: Record<string, unknown> | undefined) => ({
    ...line,
    _aws: { ...(line?._aws as object), Timestamp: 0 },
  });
  expect(untimed(ours)).toEqual(untimed(theirs));
  const { Timestamp } = ours?._aws as { Timestamp: number };
  expect(Math.abs(Timestamp - Date.now())).toBeLessThan(60_000);
});

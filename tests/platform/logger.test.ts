import { expect, test } from 'vitest';
import { createLogger } from '../../functions/platform/logger.ts';

test('numbers of persons are redacted in messages, fields and faults, ids of requests stay whole', () => {
  const lines: string[] = [];
  const logger = createLogger(
    (line) => lines.push(line),
    () => 0,
  );
  const traceId = 'd3f6c333-b188-4801-9688-ec0ae25f9024';
  logger.info('call 13800138000', { traceId, number: 13800138000 });
  logger.error('failed', new Error('no 11010519491231002X'), { traceId });
  expect(JSON.parse(lines[0] ?? '')).toEqual({
    level: 'info',
    at: '1970-01-01T00:00:00.000Z',
    message: 'call <mobile number>',
    traceId,
    number: '<mobile number>',
  });
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ traceId, faults: [{ name: 'Error' }] });
  expect(lines.join('')).not.toMatch(/13800138000|11010519491231002X/);
});

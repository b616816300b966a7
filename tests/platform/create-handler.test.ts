import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { composeHandler } from '../../functions/platform/compose-handler.ts';
import { createHandler } from '../../functions/platform/create-handler.ts';
import type { HttpAnswer, HttpEvent } from '../../functions/platform/http.ts';
import { createLogger } from '../../functions/platform/logger.ts';
import type { MetricName } from '../../functions/platform/metric-names.ts';
import type { MetricContext, Metrics } from '../../functions/platform/metrics.ts';
import { visibleError } from '../../schema/errors.ts';

const event = { requestContext: { requestId: 'trace-1' } } as HttpEvent;
const fine: HttpAnswer = { statusCode: 200, headers: {}, body: 'fine' };
const throttled = () => Object.assign(new Error('slow down'), { name: 'ThrottlingException' });

interface Line {
  readonly figures: ReadonlyMap<MetricName, number>;
  readonly context: MetricContext;
}

function recorded(): { readonly metrics: Metrics; readonly lines: readonly Line[] } {
  const lines: Line[] = [];
  let figures = new Map<MetricName, number>();
  return {
    lines,
    metrics: {
      add: (name, value) => void figures.set(name, (figures.get(name) ?? 0) + value),
      flush: (context = {}) => {
        lines.push({ figures, context });
        figures = new Map();
      },
    },
  };
}

test('each request is one line of metrics with its time, its trace and its status', async () => {
  const { metrics, lines } = recorded();
  const handler = createHandler(createLogger(expect.unreachable), async () => fine, metrics);
  expect(await handler(event)).toBe(fine);
  expect(lines.map(({ context }) => context)).toEqual([{ traceId: 'trace-1', status: '200' }]);
  expect([...(lines[0]?.figures.keys() ?? [])]).toEqual(['latency']);
});

test.each([
  ['a fault', () => new TypeError('broken'), 500, 'faults', 1],
  ['a store that throttles', throttled, 503, 'unavailable', 1],
  ['a mistake of the caller', () => visibleError('BAD_KEY', 'Cannot accept API key: no'), 401, null, 0],
])('%s is answered, counted and logged as what it is', async (_what, fault, status, metric, logged) => {
  const { metrics, lines } = recorded();
  const log: string[] = [];
  const handler = createHandler(
    createLogger((line) => log.push(line)),
    () => Promise.reject(fault()),
    metrics,
  );
  const { statusCode, headers } = await handler(event);
  expect(statusCode).toBe(status);
  expect(headers['retry-after']).toBe(status === 503 ? '5' : undefined);
  const counted = [...(lines[0]?.figures.keys() ?? [])].filter((name) => name !== 'latency');
  expect(counted).toEqual(metric === null ? [] : [metric]);
  expect(log).toHaveLength(logged);
});

test('a request that would outlast its function is given up before Lambda ends it: 503, try again', async () => {
  const log: string[] = [];
  const never = new Promise<HttpAnswer>(() => {});
  const handler = createHandler(
    createLogger((line) => log.push(line)),
    () => never,
  );
  const answer = await handler(event, { getRemainingTimeInMillis: () => 520 });
  expect([answer.statusCode, answer.headers['retry-after']]).toEqual([503, '5']);
  expect(JSON.parse(answer.body).errors[0].extensions).toEqual({ code: 'UNAVAILABLE', traceId: 'trace-1' });
  expect(log.join('')).toContain('Cannot answer in time: must take at most 20 ms, takes longer');
});

test('work that fails after it was given up harms nothing', async () => {
  let fail: (error: Error) => void = () => {};
  const late = new Promise<HttpAnswer>((_, reject) => {
    fail = reject;
  });
  const handler = createHandler(
    createLogger(() => {}),
    () => late,
  );
  expect((await handler(event, { getRemainingTimeInMillis: () => 500 })).statusCode).toBe(503);
  fail(new Error('too late'));
  await late.catch(() => {});
});

test('work that goes on after it was given up, through a frozen function, answers nobody and leaves no line of its own', async () => {
  const { metrics, lines } = recorded();
  const goOn: (() => void)[] = [];
  const handler = createHandler(
    createLogger(() => {}),
    async ({ body }) => {
      await new Promise<void>((resume) => goOn.push(resume));
      return { ...fine, body: `for ${body}` };
    },
    metrics,
  );
  const asked = (body: string, left: number) => handler({ ...event, body }, { getRemainingTimeInMillis: () => left });
  expect((await asked('one', 500)).statusCode).toBe(503);
  const given = lines.length;
  const second = asked('two', 25_000); // the function is thawed for it, and goes on with both
  goOn[0]?.();
  await setImmediate();
  expect(lines.length).toBe(given);
  goOn[1]?.();
  expect(await second).toMatchObject({ statusCode: 200, body: 'for two' });
  expect(lines.length).toBe(given + 1);
});

test('a handler is composed at once and once', async () => {
  let times = 0;
  const handler = composeHandler(createLogger(expect.unreachable), async () => {
    times++;
    return async () => fine;
  });
  expect(times).toBe(1);
  expect([await handler(event), await handler(event), times]).toEqual([fine, fine, 1]);
});

test('a handler that cannot be composed says so, and is composed by a later request', async () => {
  const log: string[] = [];
  const failures = [throttled(), throttled(), new Error('no such secret')];
  const handler = composeHandler(
    createLogger((line) => log.push(line)),
    async () => {
      const failure = failures.shift();
      if (failure !== undefined) throw failure;
      return async () => fine;
    },
  );
  const statuses = [];
  for (let time = 0; time < 4; time++) statuses.push((await handler(event)).statusCode);
  expect(statuses).toEqual([503, 503, 500, 200]);
  expect(log).toHaveLength(3);
});

import { expect, test } from 'vitest';
import { budgets } from '../../schema/pricing/budget.ts';
import { testServer } from '../harness/server.ts';

const page = 'query($n: Int) { houses(first: $n) { nodes { code } } }';
const small = { ...budgets, PUBLIC: { burst: 100, perSecond: 10 } };

test('a budget is spent, refuses with 429 and comes back', async () => {
  let now = Date.parse('2026-06-01T00:00:00Z');
  await using server = await testServer({ budgets: small, clock: () => now });
  const first = await server.api.post(page, { n: 60 });
  expect(first.body.extensions.cost).toEqual({
    requested: 60,
    limit: 100,
    remaining: 40,
    resetAt: '2026-06-01T00:00:06.000Z',
  });
  expect(first.headers.get('ratelimit-remaining')).toBe('40');
  const second = await server.api.post(page, { n: 60 });
  expect([second.status, second.codes]).toEqual([429, ['RATE_LIMITED']]);
  expect(second.headers.get('retry-after')).toBe('2');
  expect(second.headers.get('ratelimit-limit')).toBe('100');
  expect(second.headers.get('ratelimit-remaining')).toBe('40');
  expect(second.headers.get('ratelimit-reset')).toBe('6');
  expect(second.headers.get('cache-control')).toBe('no-store');
  expect(second.body.data).toBeUndefined();
  now += 2000;
  expect((await server.api.post(page, { n: 60 })).status).toBe(200);
});

test('a client who takes JSON alone is refused by status all the same', async () => {
  const now = Date.parse('2026-06-01T00:00:00Z');
  await using server = await testServer({ budgets: small, clock: () => now });
  await server.api.post(page, { n: 90 });
  const headers = { accept: 'application/json' };
  expect((await server.api.post(page, { n: 90 }, headers)).status).toBe(429);
  expect((await server.api.post(page, { n: 900 }, headers)).status).toBe(400);
});

test('an operation over the whole budget is refused as TOO_EXPENSIVE: waiting would not help', async () => {
  await using server = await testServer({ budgets: small });
  const { status, codes, body, headers } = await server.api.post(page, { n: 101 });
  expect([status, codes]).toEqual([400, ['TOO_EXPENSIVE']]);
  expect(body.errors[0].message).toBe('Cannot run operation of 101 points: must be at most 100');
  expect(body.extensions.cost).toMatchObject({ requested: 101, limit: 100, remaining: 99 });
  expect(headers.get('retry-after')).toBeNull();
});

test('no price is paid by halves when many ask at once', async () => {
  const now = Date.parse('2026-06-01T00:00:00Z');
  await using server = await testServer({ budgets: small, clock: () => now });
  const answers = await Promise.all(Array.from({ length: 30 }, () => server.api.post(page, { n: 10 })));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(10);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(20);
});

test('each client has a budget of its own', async () => {
  const now = Date.parse('2026-06-01T00:00:00Z');
  await using server = await testServer({ budgets: small, clock: () => now });
  const [one, other] = [await server.admit('REGISTERED'), await server.admit('REGISTERED')];
  await server.api.post(page, { n: 100 });
  expect((await one.api.post(page, { n: 100 })).body.extensions.cost.remaining).toBe(99_900);
  expect((await other.api.post(page, { n: 1 })).body.extensions.cost.remaining).toBe(99_999);
});

test('a dry run tells the price, runs nothing and costs one point', async () => {
  const now = Date.parse('2026-06-01T00:00:00Z');
  await using server = await testServer({ budgets: small, clock: () => now });
  const dry = { 'x-dry-run': '1' };
  const { status, body } = await server.api.post(page, { n: 60 }, dry);
  expect([status, body.data, body.errors]).toEqual([200, null, undefined]);
  expect(body.extensions.cost).toMatchObject({ requested: 60, limit: 100, remaining: 99 });
  const tooMuch = await server.api.post('{ houses(first: 1000) { nodes { code building { code } } } }', {}, dry);
  expect([tooMuch.status, tooMuch.body.extensions.cost.requested]).toEqual([200, 2000]);
  expect(tooMuch.body.extensions.cost.remaining).toBe(98);
});

test('the price is the same for every tier, whatever it may read', async () => {
  await using server = await testServer();
  const query = '{ houses(first: 5) { nodes { code floorArea rented building { legality } } totalCount } }';
  const prices = [(await server.api.post(query)).body.extensions.cost.requested];
  for (const tier of ['REGISTERED', 'ENTERPRISE', 'GOVERNMENT'] as const) {
    prices.push((await (await server.admit(tier)).api.post(query)).body.extensions.cost.requested);
  }
  expect(new Set(prices).size).toBe(1);
});

test('no address of a caller is kept', async () => {
  await using server = await testServer({ budgets: small });
  const keys: string[] = [];
  const { spend } = server.store.limits;
  Object.assign(server.store.limits, {
    spend: (request: Parameters<typeof spend>[0]) => {
      keys.push(request.key);
      return spend(request);
    },
  });
  await server.api.post('{ __typename }');
  expect(keys).toEqual([expect.stringMatching(/^points source [\w-]{22}$/)]);
});

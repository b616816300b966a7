import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, testServer } from '../harness/server.ts';

const house = '4403040010010100001000001';
const area = `{ house(code: "${house}") { floorArea rented } }`;
let now = Date.parse('2026-06-01T00:00:00Z');
let server: TestServer;
beforeAll(async () => {
  server = await testServer({ clock: () => now });
});
afterAll(() => server[Symbol.asyncDispose]());

test('each tier sees what its classes open, by the same query', async () => {
  const seen = [];
  for (const tier of ['REGISTERED', 'ENTERPRISE', 'GOVERNMENT'] as const) {
    const { api } = await server.admit(tier);
    seen.push((await api.post(area)).body.data.house);
  }
  expect(seen).toEqual([
    { floorArea: null, rented: null },
    { floorArea: 30, rented: null },
    { floorArea: 30, rented: true },
  ]);
});

test('a key works at once, also when it was asked for before it was there, and no longer than a second when revoked', async () => {
  const { client, api } = await server.admit('ENTERPRISE');
  await server.store.clients.put({ ...client, secretHash: 'another' });
  expect((await api.post(area)).status).toBe(401);
  await server.store.clients.put(client);
  expect((await api.post(area)).status).toBe(200);
  await server.store.clients.put({ ...client, revokedAt: new Date(now).toISOString() });
  now += 1000;
  const refused = await api.post(area);
  expect([refused.status, refused.codes]).toEqual([401, ['BAD_KEY']]);
  expect(refused.headers.get('www-authenticate')).toContain('x-api-key');
});

test.each(['', 'nonsense', 'bg_', `bg_${'0'.repeat(36)}`, 'bg_00000000000000000000000000000000zzzz, bg_1'])(
  'the key "%s" is refused, never taken for none',
  async (key) => {
    const { status, codes, body } = await server.api.post(area, {}, { 'x-api-key': key });
    expect([status, codes]).toEqual([401, ['BAD_KEY']]);
    expect(body.data).toBeUndefined();
  },
);

test('both entrances can be called directly, the public one without a key only', async () => {
  const { secret } = await server.admit('ENTERPRISE');
  const ask = (path: string, headers: Record<string, string>) =>
    server.api.send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query: '{ house(code: "4403040010010100001000001") { floorArea } }' }),
    });
  const area = async (path: string, headers = {}) => (await ask(path, headers)).body.data?.house.floorArea;
  expect(await area('/public/graphql')).toBeNull();
  expect(await area('/entitled/graphql')).toBeNull();
  expect(await area('/entitled/graphql', { 'x-api-key': secret })).toBe(30);
  expect((await ask('/public/graphql', { 'x-api-key': secret })).status).toBe(400);
});

test('nothing of a key, a query or a person is logged', async () => {
  const { secret, api } = await server.admit('GOVERNMENT');
  await api.post('query A13800138000($x: HouseCode!) { house(code: $x) { code } }', { x: '11010519491231002X' });
  expect(server.log.join('')).not.toContain(secret);
  expect(server.log).toEqual([]);
});

import { expect, test } from 'vitest';
import { houseRows } from '../builders/city-rows.ts';
import { memoryCity } from '../builders/edition.ts';
import { firstEditions } from '../builders/sample-editions.ts';
import { testServer } from '../harness/server.ts';

const query = '{ houses(first: 2) { nodes { code } } }';
const noon = Date.parse('2026-06-01T04:00:00Z');

test('a client that holds an answer is told so, without a price', async () => {
  await using server = await testServer({ clock: () => noon });
  const first = await server.api.get(query);
  const tag = first.headers.get('etag') ?? '';
  expect(tag).toMatch(/^W\/"[\w-]{27}"$/);
  expect(first.headers.get('cache-control')).toBe('public, max-age=1');
  expect(first.headers.get('vary')).toContain('x-api-key');
  for (const held of [tag, `"other", ${tag}`, tag.replace('W/', '')]) {
    const again = await server.api.get(query, { 'if-none-match': held });
    expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', tag]);
  }
  expect((await server.api.get(query, { 'if-none-match': '"other"' })).status).toBe(200);
});

test('the tag is another one after a publication, a midnight in Shanghai, for another query or viewer', async () => {
  let now = noon;
  let city = await memoryCity(firstEditions());
  const editions = {
    latest: (tier: 'PUBLIC') => city.editions.latest(tier),
    get: (tier: 'PUBLIC', number: number) => city.editions.get(tier, number),
    at: (tier: 'PUBLIC', instant: string) => city.editions.at(tier, instant),
    publications: (...of: Parameters<typeof city.editions.publications>) => city.editions.publications(...of),
  };
  await using server = await testServer({ clock: () => now, city, editions: editions as typeof city.editions });
  const { api } = await server.admit('ENTERPRISE');
  const tagOf = async (ask = server.api, text = query) => (await ask.get(text)).headers.get('etag');
  const tags = [await tagOf(), await tagOf(api), await tagOf(server.api, `${query} `)];
  now = Date.parse('2026-06-01T16:00:00Z');
  tags.push(await tagOf());
  const more = { register: 'HOUSES', rows: houseRows().slice(1), at: '2026-05-01T00:00:00.000Z' } as const;
  city = await memoryCity([...firstEditions(), more]);
  tags.push(await tagOf());
  expect(new Set(tags).size).toBe(tags.length);
  expect(await tagOf()).toBe(tags.at(-1));
});

test('an answer to a key is for its holder alone', async () => {
  await using server = await testServer();
  const { api } = await server.admit('ENTERPRISE');
  expect((await api.get(query)).headers.get('cache-control')).toBe('private, no-cache');
});

test('nothing is kept beyond midnight', async () => {
  await using server = await testServer({ clock: () => Date.parse('2026-06-01T15:59:59.500Z') });
  expect((await server.api.get(query)).headers.get('cache-control')).toBe('public, max-age=0');
});

test.each([
  ['an error', '{ houses(first: 0) { nodes { code } } }', {}],
  ['a dry run', query, { 'x-dry-run': '1' }],
  ['a wrong document', '{ nothing }', {}],
])('%s is not kept', async (_what, text, headers) => {
  await using server = await testServer();
  const answer = await server.api.get(text, headers);
  expect([answer.headers.get('cache-control'), answer.headers.get('etag')]).toEqual(['no-store', null]);
});

test('the answer to a POST is not kept', async () => {
  await using server = await testServer();
  expect((await server.api.post(query)).headers.get('cache-control')).toBe('no-store');
});

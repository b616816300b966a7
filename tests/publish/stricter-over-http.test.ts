import { afterAll, beforeAll, expect, test } from 'vitest';
import { cachedEditions } from '../../functions/store/cached-editions.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { layoutOf } from '../../schema/registers/register.ts';
import { csv, houses } from '../builders/publication-city.ts';
import type { ApiClient } from '../harness/client.ts';
import { layOutHouses } from '../harness/lay-out-houses.ts';
import { entriesIn, newest, type PublishingStore, publishingStore } from '../harness/publishing-store.ts';
import { type TestServer, testServer } from '../harness/server.ts';

const today = layoutOf(registerOf('HOUSES'));
/** As if `floorArea` had been open when the edition was built. */
const yesterday = {
  ...today,
  open: [...(today.open ?? []), 'floorArea'],
  enterprise: (today.enterprise ?? []).filter((field) => field !== 'floorArea'),
};

let city: PublishingStore;
let server: TestServer;
let enterprise: ApiClient;
let builtAt: string;
beforeAll(async () => {
  city = publishingStore();
  await city.publishCity();
  await layOutHouses(city.store, yesterday, { floorArea: 33.25 } as object);
  builtAt = (await newest(city.store, 'PUBLIC')).at;
  server = await testServer({ city: city.store, editions: cachedEditions(city.store.editions, () => 0) });
  enterprise = (await server.admit('ENTERPRISE')).api;
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await city[Symbol.asyncDispose]();
});

const code = houses[0]?.code ?? '';
const values = /75\.5|33\.25/;
/** All ways that lead to a value: by code, list, history, changes, and an older edition. */
const ways = () => `{
  house(code: "${code}") { floorArea history { totalCount nodes { floorArea knownFrom } } }
  earlier: house(code: "${code}", knownAt: "${builtAt}") { floorArea }
  houses(first: 3) { nodes { floorArea } }
  changes(register: HOUSES, since: 0) { nodes { fields after { ... on House { floorArea } } before { ... on House { floorArea } } } }
}`;

async function isClosed(): Promise<void> {
  for (const api of [server.api, (await server.admit('REGISTERED')).api]) {
    const { status, text, body, codes } = await api.post(ways());
    expect([status, codes]).toEqual([200, []]);
    expect(text).not.toMatch(values);
    expect(body.data.house).toMatchObject({ floorArea: null, history: { totalCount: 1 } });
    const withheld = body.extensions.withheld.map(({ coordinate, requires }: Record<string, unknown>) => [
      coordinate,
      requires,
    ]);
    expect(withheld).toContainEqual(['House.floorArea', 'ENTERPRISE']);
    for (const knownAt of ['', `, knownAt: "${builtAt}"`]) {
      const filtered = await api.post(`{ houses(filter: { floorArea: { min: 1 } }${knownAt}) { totalCount } }`);
      expect([filtered.codes, filtered.text.match(values)]).toEqual([['FORBIDDEN_FILTER'], null]);
    }
  }
}

test('a field that was open when the edition was built is closed over HTTP at once, and stays closed there when the next edition is', async () => {
  expect(JSON.stringify(await entriesIn(city.store, 'HOUSES', 'rows.open'))).toMatch(values); // it lies in open blocks
  await isClosed();
  expect((await enterprise.post(ways())).body.data).toMatchObject({
    house: { floorArea: 75.5 },
    earlier: { floorArea: 75.5 },
  });
  await city.publish('HOUSES', csv('houses', houses));
  expect(JSON.stringify(await entriesIn(city.store, 'HOUSES', 'rows.open'))).not.toMatch(values);
  await isClosed();
  expect((await enterprise.post(ways())).body.data).toMatchObject({
    house: { floorArea: 75.5 },
    earlier: { floorArea: 75.5 },
  });
});

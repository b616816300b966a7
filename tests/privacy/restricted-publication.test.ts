import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildings, csv, geojson, grids, houses } from '../builders/publication-city.ts';
import type { ApiClient } from '../harness/client.ts';
import { type PublishingStore, publishingStore } from '../harness/publishing-store.ts';
import { type TestServer, testServer } from '../harness/server.ts';

/** Bytes that lower tiers get over HTTP, before and after publications that change nothing but restricted fields. */
let now = Date.UTC(2026, 5, 1);
let city: PublishingStore;
let server: TestServer;
beforeAll(async () => {
  city = publishingStore();
  await city.publishCity();
  await city.publish('HOUSES', csv('houses', renamed), { effective: '2026-02-01' });
  server = await testServer({ city: city.store, clock: () => now });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await city[Symbol.asyncDispose]();
});

/** An open change, so that history and changes have something to tell. */
const renamed = houses.map((row, index) => (index % 3 === 0 ? { ...row, room: `${row.room}A` } : row));
const [house, building, grid] = [houses[0]?.code, buildings[0]?.code, grids[0]?.code];
const period = 'state validFrom validTo knownFrom knownTo replaces replacedBy retirement';
const fields = {
  Division: `id code name level ${period}`,
  Grid: `id code name workGrid post areaM2 boundary ${period}`,
  Building: `id code name address lon lat floorsAbove floorsBelow builtOn use legality ${period}`,
  House: `id code room floor use floorArea floorAreaBand rented ${period}`,
};
const page = 'pageInfo { hasNextPage hasPreviousPage startCursor endCursor } totalCount';
const feed = (
  register: string,
  type: keyof typeof fields,
) => `${register}: changes(register: ${register}, since: 0, first: 500) {
  edges { cursor node { seq kind key fields at before { ... on ${type} { ${fields[type]} } } after { ... on ${type} { ${fields[type]} } } } } ${page} }`;

const documents: readonly string[] = [
  `{ house(code: "${house}") { ${fields.House} building { ${fields.Building} } grid { ${fields.Grid} }
     history { nodes { ${fields.House} building { ${fields.Building} } } ${page} } } }`,
  `{ building(code: "${building}") { ${fields.Building} history { nodes { ${fields.Building} } } houses { nodes { ${fields.House} } ${page} } } }`,
  `{ grid(code: "${grid}") { ${fields.Grid} history { nodes { ${fields.Grid} } } buildings { nodes { ${fields.Building} } ${page} } } }`,
  `{ houses(first: 7) { edges { cursor node { ${fields.House} } } ${page} } }`,
  `{ houses(first: 9, filter: { within: "440304", use: RESIDENTIAL }) { nodes { ${fields.House} } ${page} } }`,
  `{ houses(knownAt: "2026-01-01T00:00:04Z") { nodes { ${fields.House} } ${page} } }`,
  `{ houses(filter: { rented: false }) { totalCount } }`,
  `{ buildings(filter: { legality: REGISTERED }) { nodes { code } } }`,
  `{ grids { nodes { ${fields.Grid} } ${page} } divisions { nodes { ${fields.Division} } } }`,
  `{ gridAt(point: { lon: 114.0005, lat: 22.5005 }) { ${fields.Grid} } }`,
  `{ ${feed('HOUSES', 'House')} ${feed('BUILDINGS', 'Building')} ${feed('GRIDS', 'Grid')} ${feed('DIVISIONS', 'Division')} }`,
  '{ catalogue { register seq publishedAt rows licence source fields { name class description instead } } dataset(register: HOUSES) { seq publishedAt rows } }',
  '{ myAccess { tier client { id } limits { limit remaining } fields { coordinate class readable } } }',
  `{ node(id: "${Buffer.from(`House:${house}`).toString('base64url')}") { id ... on House { ${fields.House} } } }`,
  '{ nothing }',
];

/** Status, headers and body of everything that is asked in every way; ids of requests and the time of day left out. */
async function allAnswers(api: ApiClient): Promise<string[]> {
  const texts: string[] = [];
  const tell = (what: string, { status, headers, text }: Awaited<ReturnType<ApiClient['get']>>) => {
    const told = [...headers].filter(([name]) => name !== 'date').sort();
    texts.push(`${what} ${status} ${JSON.stringify(told)} ${text.replace(/"traceId":"[^"]*"/g, '')}`);
  };
  for (const document of documents) {
    tell(`GET ${document}`, await api.get(document));
    tell(`POST ${document}`, await api.post(document));
    tell(`price of ${document}`, await api.post(document, {}, { 'x-dry-run': '1' }));
  }
  const first = (await api.post(`{ houses(first: 7) { ${page} } }`)).body.data.houses.pageInfo.endCursor;
  tell('next page', await api.post(`{ houses(first: 7, after: "${first}") { nodes { ${fields.House} } ${page} } }`));
  for (const path of ['/health', '/graphql', '/'])
    tell(path, await api.send(path, { headers: { accept: 'text/html' } }));
  return texts;
}

test('a publication of restricted fields alone changes no byte of what PUBLIC or REGISTERED gets over HTTP', async () => {
  const registered = await server.admit('REGISTERED');
  const entitled = await server.admit('GOVERNMENT');
  const before = [await allAnswers(server.api), await allAnswers(registered.api)];
  const entitledBefore = await allAnswers(entitled.api);
  expect(before[0]?.filter((text) => text.includes('INTERNAL'))).toEqual([]);
  expect(await allAnswers(server.api)).toEqual(before[0]); // asked twice, the same: what differs below is the publication's
  const reports = [
    await city.publish(
      'HOUSES',
      csv(
        'houses',
        renamed.map((row) => ({ ...row, rented: 'true', floorArea: '76' })),
      ),
    ),
    await city.publish(
      'BUILDINGS',
      csv(
        'buildings',
        buildings.map((row) => ({ ...row, legality: 'UNKNOWN', validFrom: '' })),
      ),
    ),
    await city.publish('GRIDS', geojson(grids.map((row) => ({ ...row, post: 'elsewhere' })))),
  ];
  expect(reports.map(({ published, updated }) => [published, updated])).toEqual([
    [true, 24],
    [true, 6],
    [true, 3],
  ]);
  now += 5_000; // beyond any cache
  const after = [await allAnswers(server.api), await allAnswers(registered.api)];
  expect(after).toEqual(before);
  const changed = (await allAnswers(entitled.api)).filter((text, place) => text !== entitledBefore[place]);
  expect(changed.length).toBeGreaterThan(documents.length);
});

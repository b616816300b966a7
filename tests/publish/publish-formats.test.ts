import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  buildings,
  type CellsOfRow,
  csv,
  divisions,
  type GridFeature,
  geojson,
  grids,
  houses,
  square,
} from '../builders/publication-city.ts';
import { type PublishingStore, publishingStore, reasonsIn, rootsOf, rowsIn } from '../harness/publishing-store.ts';
import { projectFolder } from '../laws/source-files.ts';

let city: PublishingStore;
beforeEach(() => {
  city = publishingStore();
});
afterEach(() => city[Symbol.asyncDispose]());

const asJson = (row: CellsOfRow): object => {
  const { ownerName: _name, ownerId: _id, occupants: _occupants, ...rest } = row;
  const numbers = { floor: Number(row.floor), floorArea: Number(row.floorArea), rented: row.rented === 'true' };
  return { validTo: null, ...rest, ...numbers, replaces: row.replaces?.split(' ') ?? [] };
};
const ndjson = houses.map((row) => `${JSON.stringify(asJson(row))}\n`).join('');
const features = houses.map((row) => ({ type: 'Feature', properties: asJson(row), geometry: null }));

describe('the same rows make the same roots', () => {
  const forms: readonly (readonly [name: string, source: string | Uint8Array])[] = [
    ['houses.csv', csv('houses', houses)],
    ['houses.csv.gz', gzipSync(csv('houses', houses))],
    ['houses', csv('houses', houses).replaceAll('\n', '\r\n')],
    ['houses.ndjson', ndjson],
    ['houses.ndjson.gz', gzipSync(ndjson)],
    ['houses.geojson', JSON.stringify({ type: 'FeatureCollection', features })],
    ['houses.geojson.gz', gzipSync(JSON.stringify({ features, type: 'FeatureCollection' }))],
  ];

  test('whatever the form of the file', async () => {
    await city.publishCity();
    const roots = await rootsOf(city.store);
    for (const [name, source] of forms) {
      await using other = publishingStore();
      await other.publish('DIVISIONS', csv('divisions', divisions));
      await other.publish('GRIDS', gzipSync(geojson(grids)), { name: 'grids.geojson.gz' });
      await other.publish('BUILDINGS', csv('buildings', buildings));
      expect(await other.publish('HOUSES', source, { name })).toMatchObject({ inserted: 24, findings: [] });
      expect(await rootsOf(other.store)).toEqual(roots);
    }
  });
});

describe('what JSON can say and a table cannot', () => {
  beforeEach(() => city.publishCity());
  const withFirst = (changed: object): string =>
    houses.map((row, index) => `${JSON.stringify({ ...asJson(row), ...(index === 0 ? changed : {}) })}\n`).join('');
  const publishFirst = (changed: object) => city.publish('HOUSES', withFirst(changed), { name: 'houses.ndjson' });

  test('is refused: lists and objects where text should be, numbers that are too long to be exact', async () => {
    for (const room of [{ number: 1 }, ['101', '102'], 2 ** 60]) {
      expect(reasonsIn(await publishFirst({ room }))).toEqual(['BAD_VALUE 1 room']);
    }
    const building = Number(houses[0]?.building);
    expect(reasonsIn(await publishFirst({ building }))).toEqual(['BAD_VALUE 1 building']);
    expect(reasonsIn(await publishFirst({ replaces: [{}] }))).toEqual(['BAD_CODE 1 replaces']);
  });

  test('is refused: a property that is absent, unlike one that is null', async () => {
    expect(reasonsIn(await publishFirst({ room: undefined }))).toEqual(['MISSING_COLUMN 1 room']);
    expect(await publishFirst({ room: null })).toMatchObject({ updated: 1, findings: [] });
  });

  test('unknown properties refuse the file wherever they are, unless they are to be ignored', async () => {
    const source = withFirst({}).replace(/(\}\n)$/, ',"colour":"13812345678"$1');
    expect(reasonsIn(await city.publish('HOUSES', source, { name: 'houses.ndjson' }))).toEqual([
      'UNKNOWN_COLUMN "colour"',
    ]);
    const report = await city.publish('HOUSES', source, { name: 'houses.ndjson', ignoreUnknown: true });
    expect(report).toMatchObject({ unchanged: 24, findings: [] });
  });
});

describe('cells', () => {
  beforeEach(() => city.publishCity());

  test('may hold line ends and quotes, and coordinates as many digits as a program prints', async () => {
    const rows = buildings.map((row, index) =>
      index === 0 ? { ...row, name: 'a "b",\r\nc', lon: '114.000500000000001' } : row,
    );
    expect(await city.publish('BUILDINGS', csv('buildings', rows))).toMatchObject({ updated: 1, findings: [] });
    const [row] = await rowsIn(city.store, 'BUILDINGS');
    expect([row?.name, row?.lon]).toEqual(['a "b",\r\nc', 1_140_005_000]);
  });

  test('hold dates in both forms; one without a year is null, with a warning', async () => {
    const rows = buildings.map((row, index) => ({ ...row, builtOn: ['201805**', '20******', '2018-05'][index] ?? '' }));
    const report = await city.publish('BUILDINGS', csv('buildings', rows));
    expect(reasonsIn(report)).toEqual(['(BAD_DATE) 3 builtOn']);
    expect((await rowsIn(city.store, 'BUILDINGS')).map(({ builtOn }) => builtOn)).toEqual([
      '2018-05',
      null,
      '2018-05',
      null,
      null,
      null,
    ]);
  });
});

test('more findings than a report holds are counted, errors before warnings, also after another try', async () => {
  let stale = true;
  await using late = publishingStore((store) => ({
    ...store,
    editions: {
      ...store.editions,
      move: async (move) => {
        if (move.publications[0]?.register !== 'HOUSES' || !stale) return store.editions.move(move);
        stale = false;
        return 'behind';
      },
    },
  }));
  await late.publishCity().catch(() => undefined);
  const bad = Array.from({ length: 1_500 }, (_, index) => ({ ...houses[0], code: `4${index}` }) as CellsOfRow);
  stale = true;
  const report = await late.publish(
    'HOUSES',
    csv('houses', [...houses, ...bad, { ...houses[0], room: 'X', code: `${buildings[0]?.code}000099` }]),
    { maxRejected: 1 },
  );
  expect([report.findings.length, report.findingsOmitted, report.rejected, report.inserted]).toEqual([
    1_000, 500, 1_500, 1,
  ]);
});

describe('grids as they are drawn', () => {
  const city1 = { code: '440300', name: 'City', level: 'CITY', parent: '', validFrom: '2000' };
  const community = '440304001001';
  const chain = divisions.filter(({ code = '' }) => community.startsWith(code) || code === '440300');

  async function publishReal(name: string, options: { readonly strict?: boolean } = {}) {
    const text = readFileSync(join(projectFolder, 'tests', 'data', `cth_${name}.geojson`), 'utf8');
    const { features } = JSON.parse(text) as { features: { geometry: unknown }[] };
    const named = features.map(({ geometry }, index): GridFeature => {
      return { code: `${community}${String(index + 1).padStart(2, '0')}`, community, geometry };
    });
    await city.publish('DIVISIONS', csv('divisions', [city1, ...chain.slice(1)]));
    return city.publish('GRIDS', geojson(named), options);
  }

  test.each(['ghent', 'amsterdam'])('%s tiles its city without overlap or gap', async (name) => {
    const report = await publishReal(name);
    expect(report.findings.filter(({ reason }) => reason === 'OVERLAP' || reason === 'GAP')).toEqual([]);
    expect(report).toMatchObject({ published: true, rejected: 0 });
  });

  test('san-francisco has three overlapping pairs (518 m²) and ten holes (7,968 m²), which --strict refuses', async () => {
    const report = await publishReal('san-francisco', { strict: true });
    const of = (reason: string) => report.findings.filter((finding) => finding.reason === reason);
    const area = (reason: string) => Math.round(of(reason).reduce((sum, { areaM2 = 0 }) => sum + areaM2, 0));
    expect([of('OVERLAP').length, of('GAP').length]).toEqual([3, 10]);
    expect(area('OVERLAP')).toBeCloseTo(518, -1);
    expect(Math.abs(area('GAP') - 7_968)).toBeLessThan(8); // a thousandth: on the ellipsoid or on a sphere
    for (const finding of [...of('OVERLAP'), ...of('GAP')]) {
      expect(finding).toMatchObject({
        level: 'error',
        codes: expect.any(Array),
        point: [expect.closeTo(-122.4, 0), expect.closeTo(37.7, 0)],
      });
    }
    expect(report).toMatchObject({ published: false, refused: true, edition: 1 });
    expect(of('OVERLAP').every(({ codes }) => codes?.length === 2)).toBe(true);
  });

  test('are taken with a warning when they are not strictly asked for', async () => {
    await city.publishCity();
    const wide = { ...grids[0], code: '44030400100102', community, geometry: square(0) };
    const report = await city.publish('GRIDS', geojson([...grids, wide]));
    expect(report).toMatchObject({ published: true, refused: false, inserted: 1 });
    expect(report.findings).toMatchObject([
      { level: 'warning', reason: 'OVERLAP', codes: ['44030400100101', '44030400100102'] },
    ]);
    expect(Number(report.findings[0]?.areaM2)).toBeGreaterThan(10_000);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { buildings, csv, divisions, geojson, grids, houses, square } from '../builders/publication-city.ts';
import { runPublishing } from '../harness/publishing-command.ts';
import {
  newest,
  type Publication,
  type PublishingStore,
  publishingStore,
  reasonsIn,
} from '../harness/publishing-store.ts';

let city: PublishingStore;
beforeAll(async () => {
  city = publishingStore();
  const around = {
    type: 'Polygon',
    coordinates: [
      [
        [114, 22.5],
        [114.003, 22.5],
        [114.003, 22.501],
        [114, 22.501],
        [114, 22.5],
      ],
    ],
  };
  await city.publishCity();
  const features = divisions.map((properties) => ({
    type: 'Feature',
    properties: { validTo: null, ...properties },
    geometry: properties.code === '440300' ? around : null,
  }));
  await city.publish('DIVISIONS', JSON.stringify({ type: 'FeatureCollection', features }), {
    name: 'divisions.geojson',
  });
});
afterAll(() => city[Symbol.asyncDispose]());

type Row = { readonly [column: string]: string };
const [first] = houses as readonly [Row];
/** Twenty-four good houses behind the one that is changed. */
const withFirst = (changed: object): string => csv('houses', [{ ...first, ...changed }, ...houses.slice(1)]);
const good = csv('houses', houses);
const lines = good.split('\n');
const withLine = (number: number, line: string): string =>
  lines.map((old, index) => (index === number - 1 ? line : old)).join('\n');
const bytes = (source: string, changed: (bytes: Buffer) => void): Buffer => {
  const copy = Buffer.from(source);
  changed(copy);
  return copy;
};
const ndjson = houses.map((row) => `${JSON.stringify({ validTo: null, replaces: [], ...row })}\n`).join('');
const ring = square(0).coordinates[0] ?? [];
const withGeometry = (geometry: unknown): string =>
  geojson([{ ...grids[0], code: '44030400100101', community: '440304001001', geometry }, ...grids.slice(1)]);
const swapped = ring.map(([longitude, latitude]) => [latitude, longitude]);
const cut = gzipSync(good).subarray(0, -20);

interface BadInput {
  readonly what: string;
  readonly file: string;
  readonly source: string | Buffer;
  readonly finds: readonly string[];
  /** True when the file as a whole is refused. */
  readonly refused: boolean;
  readonly options?: Publication;
}

const house = (what: string, source: string | Buffer, finds: readonly string[], refused = false): BadInput => ({
  ...{ what, source, finds, refused },
  file: 'houses.csv',
});
const grid = (what: string, geometry: unknown, finds: readonly string[], refused = false): BadInput => ({
  ...{ what, finds, refused },
  file: 'grids.geojson',
  source: withGeometry(geometry),
  options: { maxRejected: 0.5 },
});

const inputs: readonly BadInput[] = [
  house('a wrong code', withFirst({ code: '44030400100101000010000O1' }), ['BAD_CODE 2 code']),
  house('a short code', withFirst({ code: first.code?.slice(1) }), ['BAD_CODE 2 code']),
  house('a long code', withFirst({ code: `${first.code}1` }), ['BAD_CODE 2 code']),
  house('a code with a blank behind it', withFirst({ code: `${first.code} ` }), ['BAD_CODE 2 code']),
  house('a lower-case letter', withFirst({ code: '44030400100101t0001000001' }), ['BAD_CODE 2 code']),
  house('an unknown column', good.replace('room', 'zimmer'), ['UNKNOWN_COLUMN "zimmer"'], true),
  house('a missing column', good.replaceAll(/,[^,]*$/gm, ''), ['MISSING_COLUMN "replaces"'], true),
  house('a header alone', `${lines[0]}\n`, ['EMPTY'], true),
  house('an empty file', '', ['EMPTY'], true),
  house('no header', lines.slice(1).join('\n'), ['BAD_HEADER 1'], true),
  house(
    'no header, and no cell like another',
    '4403040010010100001000001,Zhang San,RESIDENTIAL,use\n',
    ['BAD_HEADER'],
    true,
  ),
  house('semicolons', good.replaceAll(',', ';'), ['BAD_HEADER'], true),
  house('a column twice', good.replace('floorArea', 'floor'), ['BAD_HEADER 1'], true),
  house('a quote astray in a cell', withLine(4, lines[3]?.replace('103', '1"03') ?? ''), ['BAD_VALUE 4']),
  house('a quote that is never closed', withLine(4, lines[3]?.replace('103', '"103') ?? ''), ['TRUNCATED 4'], true),
  house('a cell too few', withLine(4, lines[3]?.replace('103,', '') ?? ''), ['BAD_VALUE 4']),
  house(
    'invalid UTF-8 in a row',
    bytes(good, (copy) => copy.writeUInt8(0xff, good.indexOf(',101,') + 1)),
    ['BAD_ENCODING 2'],
  ),
  house(
    'invalid UTF-8 in the header',
    bytes(good, (copy) => copy.writeUInt8(0xff, 2)),
    ['BAD_ENCODING 1'],
    true,
  ),
  house('a byte order mark', `\ufeff${good}`, []),
  house('CRLF', good.replaceAll('\n', '\r\n'), []),
  house('an unsorted file', [lines[0], ...lines.slice(1, -1).toReversed(), ''].join('\n'), []),
  house('a key twice', `${good}${lines[1]}\n`, ['DUPLICATE_KEY 2', 'DUPLICATE_KEY 26', 'TOO_MANY_REJECTIONS'], true),
  house('a building that is unknown', withFirst({ building: '4403040010010199999' }), ['MISSING_PARENT 2 building']),
  house('a house that replaces itself', withFirst({ replaces: first.code }), ['CYCLE 2 replaces']),
  house('30 February', withFirst({ validFrom: '2026-02-30' }), ['BAD_DATE 2 validFrom']),
  house('no state', withFirst({ state: '' }), ['BAD_VALUE 2 state']),
  house('a number with a comma', withFirst({ floorArea: '75,5' }), ['BAD_NUMBER 2 floorArea']),
  house('columns shifted by a name', withFirst({ building: '张三丰', room: first.building, floor: '101' }), [
    'BAD_CODE 2 building',
  ]),
  house('a workbook', Buffer.from('PK\x03\x04 and so on'), ['UNKNOWN_FORMAT'], true),
  { ...house('a file cut inside a gzip stream', cut, ['TRUNCATED'], true), file: 'houses.csv.gz' },
  {
    ...house('a file cut inside JSON', '{"type":"FeatureCollection","features":[{"type":', ['TRUNCATED 1'], true),
    file: 'houses.geojson',
  },
  { ...house('a broken line of NDJSON', ndjson.replace('}\n', '\n'), ['BAD_VALUE 1']), file: 'houses.ndjson' },
  grid('a ring that is not closed', { type: 'Polygon', coordinates: [ring.slice(0, -1)] }, ['BAD_GEOMETRY 1 geometry']),
  grid(
    'a ring that crosses itself',
    { type: 'Polygon', coordinates: [[ring[0], ring[2], ring[1], ring[3], ring[0]]] },
    ['BAD_GEOMETRY 1 geometry'],
  ),
  grid('latitude before longitude', { type: 'Polygon', coordinates: [swapped] }, ['BAD_GEOMETRY 1 geometry']),
  grid('a grid outside the city', square(40), ['BAD_GEOMETRY 1 geometry']),
  grid('a point for a grid', { type: 'Point', coordinates: [114, 22.5] }, ['BAD_GEOMETRY 1 geometry']),
  grid('no geometry', null, ['BAD_GEOMETRY 1 geometry']),
  {
    ...grid('a property that is missing', square(0), []),
    source: withGeometry(square(0)).replace('"post":"岗位 0",', ''),
    finds: ['MISSING_COLUMN 1 post'],
  },
];

/** What is said about each input, one line a finding. */
const said = new Map<string, readonly string[]>();

const isRefused = ({ refused }: BadInput): boolean => refused;

test.each(inputs)(
  '$what: $finds, refused: $refused, nothing lost',
  async ({ what, file, source, finds, refused, options }) => {
    const before = await newest(city.store);
    const register = file.startsWith('grids') ? 'GRIDS' : 'HOUSES';
    const report = await city.publish(register, source, { name: file, ...options });
    expect({ finds: reasonsIn(report), refused: report.refused }).toEqual({ finds, refused });
    expect(report.published).toBe(!refused);
    expect(await newest(city.store)).toEqual(before);
    said.set(
      what,
      report.findings.map(({ message }) => message),
    );
  },
);

test('of a line where the header should be nothing is told but how many columns it names', () => {
  for (const what of ['no header', 'no header, and no cell like another', 'semicolons'])
    expect(said.get(what)?.join()).not.toMatch(/Zhang|"|[^\w]4403/);
});

test('each is told with what is there and what was wanted', async () => {
  const texts = inputs.map(({ what }) => [`## ${what}`, ...(said.get(what) ?? ['not tried'])].join('\n'));
  await expect(`${texts.join('\n')}\n`).toMatchFileSnapshot('../golden/bad-input.txt');
});

test('what is refused says so by its exit status, and gives nothing but one JSON object on standard output', async () => {
  const telling = [
    inputs.find(isRefused),
    inputs.find((input) => !isRefused(input)),
    inputs.find(({ file }) => file.endsWith('.gz')),
  ];
  for (const input of telling.filter((one) => one !== undefined)) {
    const path = join(city.folder, input.file);
    writeFileSync(path, input.source);
    const words = ['--register', 'houses', path, '--json', '--effective', '2026-01-01'];
    const run = await runPublishing(join(city.folder, 'data'), words);
    expect([run.status, run.stderr]).toEqual([input.refused ? 1 : 0, '']);
    expect(run.stdout.trim().split('\n')).toHaveLength(1);
    expect(reasonsIn(JSON.parse(run.stdout) as PublicationReport)).toEqual(input.finds);
  }
});

test('buildings whose longitude and latitude are in the wrong order are refused', async () => {
  const source = csv(
    'buildings',
    buildings.map((row) => ({ ...row, lon: row.lat ?? '', lat: row.lon ?? '' })),
  );
  const report = await city.publish('BUILDINGS', source);
  expect(report).toMatchObject({ refused: true, rejected: 6 });
  expect(report.findings[0]).toMatchObject({ reason: 'BAD_NUMBER', column: 'lat' });
});

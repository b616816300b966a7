import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAll } from './source-of.ts';

const scalar = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null));
const properties = fc.dictionary(fc.constantFrom('code', 'name', 'a b', '"', '福', '__proto__'), scalar, {
  noNullPrototype: true,
});
const clean = (value: unknown): unknown => (typeof value === 'string' ? value.normalize('NFC') : value);
const hasNul = (record: object): boolean =>
  Object.values(record).some((value) => typeof value === 'string' && value.includes('\0'));
const records = fc.array(
  properties.filter((record) => !hasNul(record)),
  { minLength: 1, maxLength: 8 },
);

function byName(columns: readonly string[], cells: readonly unknown[]): [string, unknown][] {
  return columns
    .flatMap((name, index): [string, unknown][] => (cells[index] === undefined ? [] : [[name, cells[index]]]))
    .sort();
}

function expected(record: object): [string, unknown][] {
  return Object.entries(record)
    .map(([name, value]): [string, unknown] => [name, clean(value)])
    .sort();
}

describe('readRows() of NDJSON', () => {
  it('reads what JSON.parse reads, in any chunks', async () => {
    const property = fc.asyncProperty(
      records,
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.integer({ min: 1, max: 50 }),
      async (list, end, size) => {
        const { columns, rows, faults, refused } = await readAll(
          list.map((record) => JSON.stringify(record)).join(end),
          'x.ndjson',
          size,
        );
        expect([faults, refused]).toEqual([[], null]);
        expect(rows.map((row) => row.line)).toEqual(list.map((_, index) => index + 1));
        expect(rows.map((row) => byName(columns, row.cells))).toEqual(list.map(expected));
      },
    );
    await fc.assert(property, { seed: 3, numRuns: 300 });
  });

  it('rejects bad lines one by one, without a word of their content', async () => {
    const lines = [
      '{"a":1}',
      '',
      '{"a":secret}',
      '[1]',
      '12',
      '{"b":"\\ud800"}',
      '{"b":"\\u0000"}',
      '{"b":"e\\u0301"}',
    ];
    const bytes = Buffer.concat([
      Buffer.from(lines.join('\n')),
      Buffer.from('\n{"b":"\xff"}\n', 'latin1'),
      Buffer.from('{"b":"福"}'),
    ]);
    const { rows, faults, refused } = await readAll(bytes, 'x.ndjson', 5);
    expect(refused).toBeNull();
    expect(faults.map(({ line, reason }) => [line, reason])).toEqual([
      [3, 'BAD_VALUE'],
      [4, 'BAD_VALUE'],
      [5, 'BAD_VALUE'],
      [6, 'BAD_ENCODING'],
      [7, 'BAD_VALUE'],
      [9, 'BAD_ENCODING'],
    ]);
    expect(faults.map((fault) => fault.message).join()).not.toContain('secret');
    expect(rows.map((row) => row.line)).toEqual([1, 8, 10]);
    expect(rows[1]?.cells).toEqual([undefined, 'é']);
  });

  it('refuses a source that ends inside a value', async () => {
    const text = '{"a":1}\n{"a":"x","b":[1,{"c":2}]}';
    for (let length = text.indexOf('\n') + 2; length < text.length; length++) {
      for (const end of ['', '\n', '\n\n']) {
        const { refused } = await readAll(text.slice(0, length) + end, 'x.ndjson', 4);
        expect(refused).toMatchObject({ reason: 'TRUNCATED', line: 2 });
      }
    }
  });

  it('refuses more than a thousand columns', async () => {
    const text = Array.from({ length: 1001 }, (_, index) => JSON.stringify({ [`c${index}`]: 1 })).join('\n');
    expect((await readAll(text, 'x.ndjson')).refused).toMatchObject({ reason: 'TOO_LARGE', line: 1001 });
  });
});

const square = {
  type: 'Polygon',
  coordinates: [
    [
      [114, 22],
      [115, 22],
      [115, 23],
      [114, 22],
    ],
  ],
};
const feature = (record: object) => ({ type: 'Feature', properties: record, geometry: square });
const collection = (members: object) => JSON.stringify({ type: 'FeatureCollection', ...members });

describe('readRows() of GeoJSON', () => {
  it('reads what JSON.parse reads, in any chunks, wherever the features stand', async () => {
    const property = fc.asyncProperty(
      records,
      fc.boolean(),
      fc.integer({ min: 0, max: 2 }),
      fc.integer({ min: 1, max: 60 }),
      async (list, isFirst, indent, size) => {
        const features = list.map(feature);
        const other = { name: 'a "}] \\" b', bbox: [1, 2], deep: { features: [1, '['] } };
        const value = isFirst
          ? { features, ...other, type: 'FeatureCollection' }
          : { type: 'FeatureCollection', ...other, features };
        const { columns, rows, faults, refused } = await readAll(JSON.stringify(value, null, indent), '', size);
        expect([faults, refused]).toEqual([[], null]);
        expect(rows.map((row) => row.line)).toEqual(list.map((_, index) => index + 1));
        expect(rows.map((row) => row.geometry)).toEqual(list.map(() => square));
        expect(rows.map((row) => byName(columns, row.cells))).toEqual(list.map(expected));
      },
    );
    await fc.assert(property, { seed: 3, numRuns: 200 });
  });

  it('reads real files as JSON.parse does', async () => {
    for (const name of ['cth_ghent', 'cth_amsterdam', 'cth_san-francisco']) {
      const bytes = readFileSync(new URL(`../data/${name}.geojson`, import.meta.url));
      const { features } = JSON.parse(bytes.toString('utf8'));
      const { rows, faults, refused } = await readAll(bytes, `${name}.geojson`, 1000);
      expect([faults, refused]).toEqual([[], null]);
      expect(rows.map((row) => row.geometry)).toEqual(features.map((one: { geometry: unknown }) => one.geometry));
    }
  });

  it('rejects bad features one by one', async () => {
    const good = JSON.stringify(feature({ code: 'x' }));
    const bad = [
      'null',
      '12',
      '{"type":"Point"}',
      '{"a":}',
      '{"type":"Feature","properties":[]}',
      good.replace('"x"', '"\xff"'),
    ];
    const text = `{"type":"FeatureCollection","features":[${[good, ...bad, good].join(' , ')}]}`;
    const { rows, faults, refused } = await readAll(Buffer.from(text, 'latin1'), '', 3);
    expect(refused).toBeNull();
    expect(rows.map((row) => row.line)).toEqual([1, 8]);
    expect(faults.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'BAD_VALUE'],
      [3, 'BAD_VALUE'],
      [4, 'BAD_VALUE'],
      [5, 'BAD_VALUE'],
      [6, 'BAD_VALUE'],
      [7, 'BAD_ENCODING'],
    ]);
  });

  it('refuses a source that ends before its last brace, wherever it is cut', async () => {
    const text = collection({ name: 'a\\"b', features: [feature({ a: '[' }), feature({ a: 1 })], crs: null });
    for (let length = 1; length < text.length; length++) {
      expect((await readAll(text.slice(0, length), 'x.geojson', 9)).refused).toMatchObject({ reason: 'TRUNCATED' });
    }
    expect((await readAll(text, 'x.geojson', 9)).refused).toBeNull();
  });

  it.each([
    ['urn:ogc:def:crs:OGC:1.3:CRS84', null],
    ['OGC:CRS84', null],
    ['EPSG:4326', null],
    ['urn:ogc:def:crs:EPSG::4490', null],
    ['urn:ogc:def:crs:EPSG::3857', 'BAD_CRS'],
    ['EPSG:4547', 'BAD_CRS'],
  ])('takes or refuses the crs %s, before and after the features', async (name, reason) => {
    const crs = { type: 'name', properties: { name } };
    for (const text of [collection({ crs, features: [] }), collection({ features: [feature({})], crs })]) {
      expect((await readAll(text, 'x.geojson')).refused?.reason ?? null).toBe(reason);
    }
  });

  it.each([
    ['a lone feature', JSON.stringify(feature({})), 'UNKNOWN_FORMAT'],
    ['no features', collection({}), 'UNKNOWN_FORMAT'],
    ['no type', '{"features":[]}', 'UNKNOWN_FORMAT'],
    ['features that are no list', collection({ features: {} }), 'UNKNOWN_FORMAT'],
    ['a missing comma', '{"type":"FeatureCollection","features":[{} {}]}', 'BAD_JSON'],
    ['a comma too many', '{"type":"FeatureCollection","features":[{},]}', 'BAD_JSON'],
    ['a member given twice', '{"type":"FeatureCollection","features":[],"features":[]}', 'BAD_JSON'],
    ['something after the end', `${collection({ features: [] })} x`, 'BAD_JSON'],
    ['white space alone', ' \n ', 'EMPTY'],
  ])('refuses %s', async (_, text, reason) => {
    expect((await readAll(text, 'x.geojson', 6)).refused?.reason).toBe(reason);
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaM2 } from '../../schema/geometry/measures.ts';
import { parseGeometry } from '../../schema/geometry/parse-geometry.ts';
import { coordinatesOf, geometries } from './generated-geometry.ts';
import { generator } from './synthetic-partition.ts';

/** Metres east and north of a place in Futian as degrees: a handy scale for shapes whose area is known. */
function at(east: number, north: number): [number, number] {
  return [114.05 + east / 102_900, 22.54 + north / 110_750];
}

function polygon(...rings: [number, number][][]) {
  const close = (ring: [number, number][]) => [...ring, ring[0]].map((point) => point && at(...point));
  return { type: 'Polygon', coordinates: rings.map(close) };
}

function reasonOf(geometry: unknown, mostPositions?: number): string {
  const parsed = parseGeometry(geometry, mostPositions);
  return parsed.ok ? 'taken' : parsed.reason;
}

const square: [number, number][] = [
  [0, 0],
  [100, 0],
  [100, 100],
  [0, 100],
];

test('parseGeometry() takes every valid geometry as it is, in canonical form, whatever the direction of its rings', () => {
  fc.assert(
    fc.property(geometries, fc.boolean(), (geometry, turned) => {
      const coordinates = coordinatesOf(geometry).map((rings) => rings.map((ring) => (turned ? ring.reverse() : ring)));
      expect(parseGeometry({ type: 'MultiPolygon', coordinates })).toEqual({
        ok: true,
        value: geometry,
        repairedAreaM2: 0,
      });
    }),
    { seed: 51, numRuns: 1_000 },
  );
});

test('parseGeometry() ignores heights, repeated points and ways straight out and back', () => {
  const [a, b, c] = [at(0, 0), at(100, 0), at(0, 100)];
  const plain = parseGeometry({ type: 'Polygon', coordinates: [[a, b, c, a]] });
  const busy = [[...a, 17.5], a, b, at(150, 0), b, c, c, a, at(-9, -9), a];
  expect(parseGeometry({ type: 'Polygon', coordinates: [busy] })).toEqual(plain);
  const spikeAtStart = [at(-9, -9), a, b, c, a, at(-9, -9)];
  expect(parseGeometry({ type: 'Polygon', coordinates: [spikeAtStart] })).toEqual(plain);
});

describe('parseGeometry() refuses', () => {
  const ring = [at(0, 0), at(9, 0), at(9, 9), at(0, 0)];
  const ringWith = (position: unknown) => ({ type: 'Polygon', coordinates: [[ring[0], position, ring[2], ring[0]]] });
  const cases: [what: string, geometry: unknown, reason: string][] = [
    ['nothing', null, 'geometry must be an object'],
    ['a point', { type: 'Point', coordinates: [1, 2] }, 'type must be "Polygon" or "MultiPolygon", is "Point"'],
    ['no coordinates', { type: 'Polygon' }, 'polygon 0 must be a list'],
    ['no polygon', { type: 'MultiPolygon', coordinates: [] }, 'coordinates must not be empty'],
    ['no ring', { type: 'Polygon', coordinates: [] }, 'polygon 0 must not be empty'],
    [
      'rings nested too deep',
      { type: 'Polygon', coordinates: [[[ring]]] },
      'polygon 0 ring 0 must have at least 4 positions, has 1',
    ],
    [
      'positions nested too deep',
      { type: 'Polygon', coordinates: [[ring, ring, ring, ring]] },
      'longitude must be a finite number',
    ],
    ['three positions', { type: 'Polygon', coordinates: [ring.slice(1)] }, 'must have at least 4 positions, has 3'],
    ['an open ring', { type: 'Polygon', coordinates: [[...ring, at(1, 1)]] }, 'must be closed'],
    ['a number that is text', ringWith(['114', 22]), 'polygon 0 ring 0 position 1: longitude must be a finite number'],
    ['NaN', ringWith([Number.NaN, 22]), 'longitude must be a finite number'],
    ['infinity', ringWith([114, Number.POSITIVE_INFINITY]), 'latitude must be a finite number'],
    ['a lone number', ringWith([114]), 'must be a list of at least 2 numbers'],
    [
      'latitude before longitude',
      ringWith([22.5, 114.05]),
      'latitude must be from -90 to 90, is 114.05 (order is longitude, latitude)',
    ],
    ['a longitude beyond 180', ringWith([180.1, 22]), 'longitude must be from -180 to 180, is 180.1'],
    [
      'a line',
      { type: 'Polygon', coordinates: [[at(0, 0), at(50, 0), at(90, 0), at(0, 0)]] },
      'polygon 0 must enclose an area',
    ],
    [
      'less than a unit',
      { type: 'Polygon', coordinates: [[at(0, 0), at(0.001, 0), at(0, 0.001), at(0, 0)]] },
      'must enclose an area',
    ],
    [
      'a figure of eight',
      polygon([
        [0, 0],
        [100, 100],
        [100, 0],
        [0, 100],
      ]),
      'rings must not cross, overlap or leave their polygon',
    ],
    ['a ring run twice', polygon([...square, ...square]), 'rings must not cross'],
    [
      'a hole outside its shell',
      polygon(square, [
        [200, 0],
        [210, 0],
        [205, 9],
      ]),
      'polygon 0 ring 1',
    ],
    [
      'a hole across its shell',
      polygon(square, [
        [90, 10],
        [110, 10],
        [100, 30],
      ]),
      'rings must not cross',
    ],
    [
      'a hole within a hole',
      polygon(
        square,
        [
          [10, 10],
          [90, 10],
          [90, 90],
          [10, 90],
        ],
        [
          [20, 20],
          [30, 20],
          [30, 30],
        ],
      ),
      'rings must not cross',
    ],
  ];
  test.each(cases)('%s', (_, geometry, reason) => {
    expect(reasonOf(geometry)).toContain(reason);
  });

  test('parts that overlap or nest, naming the place', () => {
    const inner: [number, number][] = [
      [10, 10],
      [20, 10],
      [20, 20],
      [10, 20],
    ];
    const nested = { type: 'MultiPolygon', coordinates: [polygon(square).coordinates, polygon(inner).coordinates] };
    expect(reasonOf(nested)).toMatch(/polygon [01] ring 0 position \d, near \[114\.0501\d*, 22\.5401\d*\]$/);
  });

  test('more positions than it is told to take, before it looks at them', () => {
    expect(reasonOf(polygon(square), 4)).toBe('geometry has too many positions, 1 more than it may have');
    expect(reasonOf({ type: 'Polygon', coordinates: [new Array(2_000_000)] })).toContain('too many positions');
  });
});

test('parseGeometry() takes rings that touch themselves and each other', () => {
  const island: [number, number][] = [
    [40, 40],
    [60, 40],
    [60, 60],
    [40, 60],
  ];
  const touching: [string, unknown][] = [
    [
      'itself in a corner',
      polygon([
        [0, 0],
        [100, 0],
        [50, 50],
        [100, 100],
        [0, 100],
        [50, 50],
      ]),
    ],
    [
      'itself in the middle of an edge',
      polygon([
        [0, 0],
        [100, 0],
        [100, 100],
        [50, 0],
        [0, 100],
      ]),
    ],
    [
      'hole and shell',
      polygon(square, [
        [0, 50],
        [50, 40],
        [50, 60],
      ]),
    ],
    [
      'two holes',
      polygon(
        square,
        [
          [10, 10],
          [50, 50],
          [10, 50],
        ],
        [
          [50, 50],
          [90, 50],
          [90, 90],
        ],
      ),
    ],
    [
      'an island in a hole',
      { type: 'MultiPolygon', coordinates: [polygon(square, island).coordinates, polygon(island).coordinates] },
    ],
  ];
  for (const [what, geometry] of touching) {
    expect(parseGeometry(geometry), what).toMatchObject({ ok: true, repairedAreaM2: 0 });
  }
});

test('parseGeometry() mends crossings of at most a square metre in all and says how large they were', () => {
  // the last corner lies beyond the first edge: a triangle of that depth turned inside out
  const crossed = (depth: number) =>
    polygon([
      [0, 0],
      [100, 0],
      [100, 100],
      [51, 100],
      [50, -depth],
      [49, 100],
      [0, 100],
    ]);
  const mended = parseGeometry(crossed(5));
  if (!mended.ok) expect.fail(mended.reason);
  expect(mended.repairedAreaM2).toBeCloseTo((2 * 5 * 5) / (2 * 105), 2);
  expect(areaM2(mended.value) / (10_000 - 105 + 0.24)).toBeCloseTo(1, 2);
  const again = parseGeometry({ type: 'MultiPolygon', coordinates: coordinatesOf(mended.value) });
  expect(again).toEqual({ ok: true, value: mended.value, repairedAreaM2: 0 });
  expect(reasonOf(crossed(50))).toContain('rings must not cross');
});

test('parseGeometry() mends parts that overlap by less than a square metre', () => {
  const beside: [number, number][] = [
    [99.95, 0],
    [200, 0],
    [200, 15],
    [99.95, 15],
  ];
  const both = { type: 'MultiPolygon', coordinates: [polygon(square).coordinates, polygon(beside).coordinates] };
  const mended = parseGeometry(both);
  if (!mended.ok) expect.fail(mended.reason);
  expect(mended.repairedAreaM2).toBeGreaterThan(0.3);
  expect(mended.value).toHaveLength(1);
});

test('parseGeometry() comes to an end with 10,000 hostile positions', () => {
  const random = generator(52);
  const scattered = (size: number) =>
    Array.from({ length: 10_000 }, (): [number, number] => [random() * size, random() * size]);
  const comb = Array.from({ length: 9_998 }, (_, i): [number, number] => [i, i % 2 === 0 ? 0 : 5_000 + (i % 97)]);
  expect(reasonOf(polygon(scattered(10_000)))).not.toBe('taken');
  expect(reasonOf(polygon(scattered(1)))).not.toBe('taken');
  parseGeometry(polygon([...comb, [9_998, -10], [-1, -10]]));
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areaOf, areaOfBox } from '../../schema/geometry/area.ts';
import { boundingBox, boxContains } from '../../schema/geometry/bounding-box.ts';
import { contains } from '../../schema/geometry/contains.ts';
import { representativePoint } from '../../schema/geometry/measures.ts';
import { canonical, type MultiPolygon } from '../../schema/geometry/multi-polygon.ts';
import { geometries } from './generated-geometry.ts';

const runs = { seed: 71, numRuns: 1_000 };

function rectangle(west: number, south: number, east: number, north: number): MultiPolygon {
  return [[Int32Array.of(west, south, east, south, east, north, west, north)]];
}

/** Small rectangles on a small field, so that all ways to lie beside, across and within come up. */
const rectangles = fc
  .tuple(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .map(([west, south, width, height]) => ({ west, south, east: west + width, north: south + height }));

test('meets() of two boxes is true exactly when the boxes share a point', () => {
  fc.assert(
    fc.property(rectangles, rectangles, (a, b) => {
      const shared = a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north;
      const other = rectangle(b.west, b.south, b.east, b.north);
      expect(areaOfBox(a).meets(other)).toBe(shared);
    }),
    runs,
  );
});

test('meets() is symmetric, and true of a geometry and whatever lies in it', () => {
  fc.assert(
    fc.property(geometries, geometries, fc.integer({ min: 1, max: 9 }), (a, b, part) => {
      expect(areaOf(a).meets(b)).toBe(areaOf(b).meets(a));
      const [x, y] = representativePoint(a);
      const small = rectangle(x, y, x + part, y + part);
      expect(areaOf(a).meets(small)).toBe(true);
      expect(areaOf(small).meets(a)).toBe(true);
    }),
    runs,
  );
});

test('meets() is false in a hole and true on its border', () => {
  const ring = Int32Array.of(0, 0, 90, 0, 90, 90, 0, 90);
  const frame = areaOf(canonical([[ring, Int32Array.of(10, 10, 80, 10, 80, 80, 10, 80)]]));
  expect(frame.meets(rectangle(20, 20, 70, 70))).toBe(false);
  expect(frame.meets(rectangle(20, 20, 80, 70))).toBe(true);
  expect(frame.meets(rectangle(-50, -50, 200, 200))).toBe(true);
  expect(frame.meets(rectangle(-50, -50, -1, 200))).toBe(false);
});

test('meets() sees each part of a geometry that has several', () => {
  const parts = areaOf([...rectangle(0, 0, 9, 9), ...rectangle(100, 100, 109, 109)]);
  expect(parts.meets(rectangle(101, 101, 102, 102))).toBe(true);
  expect(parts.meets([...rectangle(50, 50, 51, 51), ...rectangle(99, 99, 200, 200)])).toBe(true);
  expect(parts.meets(rectangle(50, 50, 51, 51))).toBe(false);
});

test('a box across the antimeridian holds what lies on both sides of it', () => {
  const box = { west: 179e7, south: -5e7, east: -179e7, north: 5e7 };
  const area = areaOfBox(box);
  for (const [x, inside] of [
    [179.5e7, true],
    [-179.5e7, true],
    [0, false],
    [178e7, false],
  ] as const) {
    expect(area.holds(x, 0)).toBe(inside);
    expect(boxContains(box, [x, 0])).toBe(inside);
    expect(area.meets(rectangle(x, 0, x + 5, 5))).toBe(inside);
  }
});

test('holds() is contains(), also far outside the box', () => {
  fc.assert(
    fc.property(geometries, fc.integer({ min: -9, max: 9 }), (geometry, step) => {
      const { west, south, east, north } = boundingBox(geometry);
      const [x, y] = [west + Math.round(((east - west) * step) / 7), south + Math.round(((north - south) * step) / 7)];
      expect(areaOf(geometry).holds(x, y)).toBe(contains(geometry, x, y));
    }),
    runs,
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeGeometry, encodeGeometry } from '../../schema/geometry/encode-geometry.ts';
import { canonical, canonicalRing, doubleArea } from '../../schema/geometry/multi-polygon.ts';
import { geometries } from './generated-geometry.ts';
import { realPartition } from './real-partition.ts';

const runs = { seed: 31, numRuns: 2_000 };

test('canonical() gives one form to a ring, wherever it starts and however it turns', () => {
  fc.assert(
    fc.property(geometries, fc.nat(), fc.boolean(), ([polygon], shift, turned) => {
      const ring = polygon?.[0] ?? new Int32Array();
      const at = 2 * (shift % (ring.length / 2));
      const moved = [...ring.subarray(at), ...ring.subarray(0, at)];
      const points = Array.from({ length: moved.length / 2 }, (_, i) => moved.slice(2 * i, 2 * i + 2));
      const other = Int32Array.from((turned ? points.reverse() : points).flat());
      expect(canonical([[other]])).toEqual(canonical([[ring]]));
    }),
    runs,
  );
});

test('canonical() is its own fixed point, with outer rings counterclockwise and holes clockwise', () => {
  fc.assert(
    fc.property(geometries, (geometry) => {
      expect(canonical(geometry)).toEqual(geometry);
      for (const [outer, ...holes] of geometry) {
        expect(outer && doubleArea(outer)).toBeGreaterThan(0);
        for (const hole of holes) expect(doubleArea(hole)).toBeLessThan(0);
      }
    }),
    runs,
  );
});

test('canonicalRing() starts alike a ring that passes its westernmost point twice', () => {
  const ring = Int32Array.of(0, 0, 5, -3, 5, -1, 0, 0, 4, 2, 3, 5);
  const moved = Int32Array.of(0, 0, 4, 2, 3, 5, 0, 0, 5, -3, 5, -1);
  expect(canonicalRing(moved, true)).toEqual(canonicalRing(ring, true));
});

test('decodeGeometry() reads what encodeGeometry() wrote, in printable ASCII without quote or backslash', () => {
  fc.assert(
    fc.property(geometries, (geometry) => {
      const text = encodeGeometry(geometry);
      expect(text).toMatch(/^[A-Za-z0-9_-]*$/);
      expect(decodeGeometry(text)).toEqual(geometry);
    }),
    runs,
  );
});

test('encodeGeometry() holds the corners of the earth and the empty geometry', () => {
  const corners = canonical([[Int32Array.of(-180e7, -90e7, 180e7, -90e7, 180e7, 90e7, -180e7, 90e7)]]);
  expect(decodeGeometry(encodeGeometry(corners))).toEqual(corners);
  expect(decodeGeometry(encodeGeometry([]))).toEqual([]);
});

test('encodeGeometry() takes at most 7 characters a point of real neighbourhoods', () => {
  const geometry = realPartition('amsterdam').map((grid) => grid.multiPolygon);
  const characters = geometry.reduce((sum, part) => sum + encodeGeometry(part).length, 0);
  const points = geometry.flat(2).reduce((sum, ring) => sum + ring.length / 2, 0);
  expect(characters / points).toBeLessThan(7);
});

test('decodeGeometry() takes only text that encodeGeometry() writes', () => {
  const text = encodeGeometry([[Int32Array.of(0, 0, 9, 0, 9, 9)]]);
  expect(() => decodeGeometry(text.slice(0, -1))).toThrow(/Cannot decode geometry ".*" at character/);
  expect(() => decodeGeometry(`${text}A`)).toThrow('has 1 more');
  expect(() => decodeGeometry('B_____H')).toThrow('count must be at most 0');
  expect(() => decodeGeometry('"')).toThrow('must be a digit of the alphabet');
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]{0,40}$/), (garbage) => {
      try {
        expect(encodeGeometry(decodeGeometry(garbage))).toBe(garbage);
      } catch (error) {
        expect(String(error)).toContain('Cannot decode geometry');
      }
    }),
    runs,
  );
});

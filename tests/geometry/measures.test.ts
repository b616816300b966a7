import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contains } from '../../schema/geometry/contains.ts';
import { areaM2, centroid, representativePoint } from '../../schema/geometry/measures.ts';
import type { MultiPolygon } from '../../schema/geometry/multi-polygon.ts';
import { geometries } from './generated-geometry.ts';
import { realPartition } from './real-partition.ts';

function box(west: number, south: number, east: number, north: number): MultiPolygon {
  const [w, s, e, n] = [west, south, east, north].map((degrees) => Math.round(degrees * 1e7));
  return [[Int32Array.from([w, s, e, s, e, n, w, n].map(Number))]];
}

/** Independent: thin zones of the ellipsoid, each as wide as its middle parallel and as high as its meridian arc. */
function boxAreaM2(west: number, south: number, east: number, north: number): number {
  const [a, e2] = [6_378_137, 0.00669437999014];
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const steps = 20_000;
  let sum = 0;
  for (let i = 0; i < steps; i++) {
    const latitude = radians(south + ((north - south) * (i + 0.5)) / steps);
    const w = 1 - e2 * Math.sin(latitude) ** 2;
    sum += ((a * a * (1 - e2)) / (w * w)) * Math.cos(latitude);
  }
  return (sum * radians(north - south) * radians(east - west)) / steps;
}

test('areaM2() of boxes is that of the WGS84 ellipsoid to a millionth, at every latitude', () => {
  for (const [west, south, east, north] of [
    [114, 22.5, 114.01, 22.51],
    [-10, -1, 10, 1],
    [5, 59, 6, 60],
    [-70, -60, -60, -50],
  ] as const) {
    expect(areaM2(box(west, south, east, north)) / boxAreaM2(west, south, east, north)).toBeCloseTo(1, 6);
  }
});

test('areaM2() of the whole earth is 510,065,621.7 square kilometres', () => {
  const bands = Array.from({ length: 180 }, (_, i) => areaM2(box(-180, i - 90, 180, i - 89)));
  expect(bands.reduce((sum, band) => sum + band, 0) / 1e6).toBeCloseTo(510_065_621.7, 0);
});

test('areaM2() adds up: a geometry cut along its diagonal, and a hole and what fills it', () => {
  const whole = Int32Array.of(0, 0, 9_000, 100, 9_500, 7_000, 20, 6_000);
  const halves = [Int32Array.of(0, 0, 9_000, 100, 9_500, 7_000), Int32Array.of(0, 0, 9_500, 7_000, 20, 6_000)];
  expect(areaM2(halves.map((half) => [half]))).toBeCloseTo(areaM2([[whole]]), 6);
  const hole = Int32Array.of(3_000, 3_000, 3_000, 4_000, 4_000, 4_000);
  const filling = Int32Array.of(3_000, 3_000, 4_000, 4_000, 3_000, 4_000);
  expect(areaM2([[whole, hole], [filling]])).toBeCloseTo(areaM2([[whole]]), 6);
});

test('areaM2() does not lose square millimetres to the size of the earth', () => {
  const tiny = box(114, 22.5, 114.00001, 22.50001);
  expect(areaM2(tiny)).toBeCloseTo(boxAreaM2(114, 22.5, 114.00001, 22.50001), 5);
});

test('centroid() of a box is its middle, a hole on one side pushes it to the other', () => {
  expect(centroid(box(114, 22, 114.02, 22.01))).toEqual([1_140_100_000, 220_050_000]);
  const [x] = centroid([
    [Int32Array.of(0, 0, 900, 0, 900, 900, 0, 900), Int32Array.of(100, 100, 100, 800, 300, 800, 300, 100)],
  ]);
  expect(x).toBeGreaterThan(450);
});

test('representativePoint() lies inside every geometry', () => {
  fc.assert(
    fc.property(geometries, (geometry) => contains(geometry, ...representativePoint(geometry))),
    { seed: 61, numRuns: 2_000 },
  );
  for (const city of ['ghent', 'amsterdam', 'san-francisco']) {
    for (const { multiPolygon } of realPartition(city)) {
      expect(contains(multiPolygon, ...representativePoint(multiPolygon))).toBe(true);
    }
  }
});

test('representativePoint() lies inside rings that their centre misses: a horseshoe, a frame, two islands', () => {
  const shapes: MultiPolygon[] = [
    [[Int32Array.of(0, 0, 900, 0, 900, 100, 100, 100, 100, 800, 900, 800, 900, 900, 0, 900)]],
    [[Int32Array.of(0, 0, 900, 0, 900, 900, 0, 900), Int32Array.of(10, 10, 10, 890, 890, 890, 890, 10)]],
    [[Int32Array.of(0, 0, 9, 0, 9, 9)], [Int32Array.of(100, 0, 109, 0, 109, 9)]],
  ];
  for (const shape of shapes) expect(contains(shape, ...representativePoint(shape))).toBe(true);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { areaOf } from '../../schema/geometry/area.ts';
import { boundingBox } from '../../schema/geometry/bounding-box.ts';
import { contains } from '../../schema/geometry/contains.ts';
import type { MultiPolygon, Ring } from '../../schema/geometry/multi-polygon.ts';
import { geometries } from './generated-geometry.ts';
import { realPartition } from './real-partition.ts';
import { generator, syntheticPartition } from './synthetic-partition.ts';

/** Even-odd over big integers: the point a little north, then a little east, of (x, y) sees an odd number of edges. */
function containsExactly(multiPolygon: MultiPolygon, x: number, y: number): boolean {
  return multiPolygon.flat().filter((ring) => crossings(ring, BigInt(x), BigInt(y)) % 2 === 1).length % 2 === 1;
}

function crossings(ring: Ring, x: bigint, y: bigint): number {
  let count = 0;
  const points = Array.from({ length: ring.length / 2 }, (_, i) => ring.slice(2 * i, 2 * i + 2));
  for (const [i, [ax = 0, ay = 0]] of points.entries()) {
    const [bx = 0, by = 0] = points[(i + 1) % points.length] ?? [];
    const [low, high] =
      ay < by
        ? [
            [ax, ay],
            [bx, by],
          ]
        : [
            [bx, by],
            [ax, ay],
          ];
    const [[lowX, lowY], [highX, highY]] = [low.map(BigInt), high.map(BigInt)] as [[bigint, bigint], [bigint, bigint]];
    // spans y from its low end on, without its high end, and lies strictly east of x there
    if (lowY <= y && y < highY && (highX - lowX) * (y - lowY) > (x - lowX) * (highY - lowY)) count++;
  }
  return count;
}

/** Points at random, at corners, next to corners, and as near to the middle of edges as integers come. */
function probes(multiPolygon: MultiPolygon, random: () => number): [number, number][] {
  const { west, south, east, north } = boundingBox(multiPolygon);
  const ring = multiPolygon.flat()[Math.floor(random() * multiPolygon.flat().length)] ?? new Int32Array(6);
  const at = 2 * Math.floor((random() * ring.length) / 2);
  const next = (at + 2) % ring.length;
  const [ax, ay, bx, by] = [ring[at] ?? 0, ring[at + 1] ?? 0, ring[next] ?? 0, ring[next + 1] ?? 0];
  const nudge = () => Math.floor(random() * 3) - 1;
  return [
    [Math.round(west + (east - west) * random()), Math.round(south + (north - south) * random())],
    [ax, ay],
    [ax + nudge(), ay + nudge()],
    [Math.round((ax + bx) / 2), Math.round((ay + by) / 2)],
    [Math.round((ax + bx) / 2) + nudge(), ay],
  ];
}

test('contains() and a prepared area agree with big integers on 100,000 points, edges and corners included', () => {
  const random = generator(41);
  let inside = 0;
  for (const geometry of fc.sample(geometries, { seed: 42, numRuns: 500 })) {
    const area = areaOf(geometry);
    for (let round = 0; round < 40; round++) {
      for (const [x, y] of probes(geometry, random)) {
        const exact = containsExactly(geometry, x, y);
        if (exact) inside++;
        if (contains(geometry, x, y) !== exact || area.holds(x, y) !== exact) expect.fail(`at ${x}, ${y}`);
      }
    }
  }
  expect(inside).toBeGreaterThan(20_000);
});

test('contains() is exact where doubles are not: edges across the whole earth', () => {
  const sliver: MultiPolygon = [
    [Int32Array.of(-1_799_999_999, -899_999_999, 1_799_999_998, 899_999_999, -1_799_999_999, -899_999_997)],
  ];
  const random = generator(43);
  for (let i = 0; i < 20_000; i++) {
    const along = random();
    const x = Math.round(-1_799_999_999 + along * 3_599_999_997);
    const y = Math.round(-899_999_999 + along * 1_799_999_998) + Math.floor(random() * 3) - 1;
    if (contains(sliver, x, y) !== containsExactly(sliver, x, y)) expect.fail(`at ${x}, ${y}`);
  }
});

/** A square of 48 units cut by lines with many integer points on them, with corners in the middle of other edges. */
const chequered: readonly MultiPolygon[] = [
  [[Int32Array.of(0, 0, 24, 0, 24, 24, 0, 24)]],
  [[Int32Array.of(24, 0, 48, 0, 36, 12)], [Int32Array.of(36, 12, 48, 24, 24, 24)]],
  [[Int32Array.of(24, 0, 36, 12, 24, 24)], [Int32Array.of(48, 0, 48, 24, 36, 12)]],
  [[Int32Array.of(0, 24, 48, 24, 48, 48, 0, 48), Int32Array.of(10, 30, 10, 40, 30, 40, 40, 30)]],
  [[Int32Array.of(10, 30, 20, 30, 20, 40, 10, 40)]],
  [[Int32Array.of(20, 30, 40, 30, 30, 40, 20, 40, 20, 35)]],
];

test('every integer point of a partition belongs to exactly one part, on shared edges and corners too', () => {
  for (let x = -2; x <= 50; x++) {
    for (let y = -2; y <= 50; y++) {
      const owners = chequered.filter((part) => contains(part, x, y));
      const within = x >= 0 && x < 48 && y >= 0 && y < 48;
      if (owners.length !== (within ? 1 : 0)) expect.fail(`${x}, ${y} belongs to ${owners.length} parts`);
    }
  }
});

test('every point of an irregular partition belongs to exactly one grid, corners and borders included', () => {
  const { grids } = syntheticPartition({ columns: 9, rows: 9, block: 9, seed: 5, faultEvery: 0, ownCorners: false });
  const middle = grids.filter(({ key }) => /^000[2-6]000[2-6]$/.test(key));
  const random = generator(44);
  for (const { multiPolygon } of middle) {
    for (let round = 0; round < 40; round++) {
      for (const [x, y] of probes(multiPolygon, random)) {
        const owners = grids.filter((grid) => contains(grid.multiPolygon, x, y));
        if (owners.length !== 1) expect.fail(`${x}, ${y} belongs to ${owners.map((grid) => grid.key)}`);
      }
    }
  }
});

test('corners that two or more neighbourhoods of Ghent share belong to at most one of them', () => {
  const grids = realPartition('ghent');
  for (const { multiPolygon } of grids) {
    for (const ring of multiPolygon.flat()) {
      for (let i = 0; i < ring.length; i += 2) {
        const owners = grids.filter((grid) => contains(grid.multiPolygon, ring[i] ?? 0, ring[i + 1] ?? 0));
        expect(owners.length).toBeLessThanOrEqual(1);
      }
    }
  }
});

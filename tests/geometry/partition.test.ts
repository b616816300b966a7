import fc from 'fast-check';
import { difference, intersection } from 'polyclip-ts';
import { describe, expect, test } from 'vitest';
import { contains } from '../../schema/geometry/contains.ts';
import { areaM2 } from '../../schema/geometry/measures.ts';
import { canonical } from '../../schema/geometry/multi-polygon.ts';
import { outsideParent } from '../../schema/geometry/parent-contains.ts';
import { checkPartition } from '../../schema/geometry/partition.ts';
import type { PartitionFinding, PartitionGrid } from '../../schema/geometry/partition-finding.ts';
import { coordinatesOf, neighbours } from './generated-geometry.ts';
import { realPartition } from './real-partition.ts';
import { syntheticPartition } from './synthetic-partition.ts';

/** A grid of rectangles `[west, south, east, north]`; a unit here is a metre or so. */
function grid(key: string, ...rectangles: [number, number, number, number][]): PartitionGrid {
  const scaled = rectangles.map((sides) => sides.map((side) => side * 100));
  const parts = scaled.map(([w = 0, s = 0, e = 0, n = 0]) => [Int32Array.of(w, s, e, s, e, n, w, n)]);
  return { key, community: 'c', multiPolygon: canonical(parts) };
}

function check(...grids: PartitionGrid[]): readonly PartitionFinding[] {
  return [...checkPartition(grids)];
}

function total(findings: readonly PartitionFinding[], reason: string): number {
  return findings.filter((finding) => finding.reason === reason).reduce((sum, finding) => sum + finding.areaM2, 0);
}

function rectangleM2(width: number, height: number): number {
  return areaM2(grid('', [0, 0, width, height]).multiPolygon);
}

/** Eight grids around the square from 10 to 20. */
const frame = [
  grid('a', [0, 0, 10, 10]),
  grid('b', [10, 0, 20, 10]),
  grid('c', [20, 0, 30, 10]),
  grid('d', [0, 10, 10, 20]),
  grid('e', [20, 10, 30, 20]),
  grid('f', [0, 20, 10, 30]),
  grid('g', [10, 20, 20, 30]),
  grid('h', [20, 20, 30, 30]),
];

describe('on real cities, each as one community, checkPartition() finds', () => {
  test.each(['ghent', 'amsterdam'])('nothing in %s', (city) => {
    expect(check(...realPartition(city))).toEqual([]);
  });

  test('three overlapping pairs and ten holes in San Francisco', () => {
    const grids = realPartition('san-francisco');
    const findings = check(...grids);
    expect(findings.map((finding) => finding.reason).sort()).toEqual([
      ...new Array(10).fill('GAP'),
      ...new Array(3).fill('OVERLAP'),
    ]);
    // an independent script found 518 and 7,968 m² in a local plane; on the ellipsoid a square metre is 0.04 % less
    expect(total(findings, 'OVERLAP')).toBeCloseTo(518.1, 0);
    expect(total(findings, 'GAP') / 7_968).toBeCloseTo(1, 3);
    const pairs = findings.filter(({ reason }) => reason === 'OVERLAP').map(({ codes }) => codes.join(' / '));
    expect(pairs.sort()).toEqual([
      'Chinatown / Downtown/Civic Center',
      'Chinatown / Financial District',
      'Downtown/Civic Center / Nob Hill',
    ]);
    for (const { reason, point, codes } of findings) {
      const owners = grids.filter((one) => contains(one.multiPolygon, ...point)).map((one) => one.key);
      expect(owners.sort()).toEqual(reason === 'OVERLAP' ? codes : []);
    }
  });
});

describe('in synthetic grids with T-junctions, checkPartition() finds', () => {
  const options = { columns: 50, rows: 40, block: 10, seed: 7, ownCorners: true };

  test('nothing where only rounding parts the neighbours', () => {
    expect(check(...syntheticPartition({ ...options, faultEvery: 0 }).grids)).toEqual([]);
  });

  test.each([
    { columns: 50, rows: 40, block: 10 },
    { columns: 50, rows: 40, block: 50 },
    { columns: 129, rows: 128, block: 10 }, // as many grids as Shenzhen has (16,417), and some more
  ])(
    'every overlap, gap and missing grid that was put in, and nothing else ($columns x $rows grids, communities $block wide)',
    (size) => {
      const { grids, injected } = syntheticPartition({ ...options, ...size, faultEvery: 1 });
      const findings = check(...grids);
      const name = ({ reason, codes }: { reason: string; codes: readonly string[] }) => `${reason} ${codes.join(' ')}`;
      expect(findings.map(name).sort()).toEqual(injected.map(name).sort());
      for (const put of injected) {
        const found = findings.find((finding) => name(finding) === name(put));
        expect(Math.abs((found?.areaM2 ?? 0) - put.areaM2)).toBeLessThan(1);
      }
    },
  );
});

describe('checkPartition()', () => {
  test('sums the pieces of a pair into one finding, with a point in the largest', () => {
    const comb = grid('comb', [0, 10, 100, 20], [10, 8, 20, 10], [50, 5, 90, 10]);
    const [finding, ...others] = check(grid('base', [0, 0, 100, 10]), comb);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ reason: 'OVERLAP', codes: ['base', 'comb'] });
    expect(finding?.areaM2).toBeCloseTo(rectangleM2(10, 2) + rectangleM2(40, 5), 3);
    const [x = 0, y = 0] = finding?.point ?? [];
    expect(x > 5_000 && x < 9_000 && y > 500 && y < 1_000).toBe(true);
  });

  test('reports a grid within another, and the same grid twice', () => {
    const inner = grid('inner', [3, 3, 5, 6]);
    expect(check(grid('outer', [0, 0, 10, 10]), inner)[0]?.areaM2).toBeCloseTo(rectangleM2(2, 3), 4);
    expect(check(inner, { ...inner, key: 'again' })[0]?.codes).toEqual(['again', 'inner']);
  });

  test('reports overlaps across communities', () => {
    const other = { ...grid('z', [5, 0, 15, 10]), community: 'other' };
    expect(check(grid('a', [0, 0, 10, 10]), other)).toMatchObject([{ reason: 'OVERLAP', codes: ['a', 'z'] }]);
  });

  test('reports a missing grid with those along its sides', () => {
    const [finding, ...others] = check(...frame);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ reason: 'GAP', codes: ['b', 'd', 'e', 'g'] });
    expect(finding?.areaM2).toBeCloseTo(rectangleM2(10, 10), 3);
    const [x = 0, y = 0] = finding?.point ?? [];
    expect(x > 1_000 && x < 2_000 && y > 1_000 && y < 2_000).toBe(true);
  });

  test('takes a hole that a grid of another community fills as filled, and reports what that leaves', () => {
    const filling = { ...grid('z', [10, 10, 20, 20]), community: 'other' };
    expect(check(...frame, filling)).toEqual([]);
    const partly = { ...grid('z', [10, 10, 20, 14], [10, 16, 20, 20]), community: 'other' };
    const [finding, ...others] = check(...frame, partly);
    expect(others).toEqual([]);
    expect(finding?.codes).toEqual(['d', 'e', 'z']);
    expect(finding?.areaM2).toBeCloseTo(rectangleM2(10, 2), 3);
    const across = { ...grid('z', [9, 14, 21, 16]), community: 'other' };
    expect(check(...frame, across).filter(({ reason }) => reason === 'GAP')).toHaveLength(2);
  });

  test('takes a bay, a strait between two parts and a hole between two communities for no gap', () => {
    expect(check(...frame.filter(({ key }) => key !== 'b'))).toEqual([]);
    expect(check(grid('a', [0, 0, 10, 10]), grid('b', [20, 0, 30, 10]))).toEqual([]);
    const split = frame.map((one) => ({ ...one, community: 'abd'.includes(one.key) ? 'west' : 'east' }));
    expect(check(...split)).toEqual([]);
  });

  test('takes what lies between two parts that touch in two corners for no gap', () => {
    const west = canonical([[Int32Array.of(0, 0, 900, 0, 1_000, 0, 500, 500, 1_000, 1_000, 0, 1_000)]]);
    const east = canonical([[Int32Array.of(1_000, 0, 2_000, 0, 2_000, 1_000, 1_000, 1_000, 1_500, 500)]]);
    const both = [west, east].map((multiPolygon, i) => ({ key: `${i}`, community: 'c', multiPolygon }));
    expect(check(...both)).toEqual([]);
  });

  test('respects the holes of a ring: empty it is a gap, with an island in it a smaller one, filled it is none', () => {
    const outer = Int32Array.of(0, 0, 3_000, 0, 3_000, 3_000, 0, 3_000);
    const hole = Int32Array.of(1_000, 1_000, 2_000, 1_000, 2_000, 2_000, 1_000, 2_000);
    const donut = { key: 'donut', community: 'c', multiPolygon: canonical([[outer, hole]]) };
    expect(check(donut)).toMatchObject([{ reason: 'GAP', codes: ['donut'] }]);
    expect(check(donut, grid('z', [10, 10, 20, 20]))).toEqual([]);
    const [finding] = check(donut, grid('z', [12, 12, 18, 18]));
    expect(finding?.codes).toEqual(['donut', 'z']);
    expect(finding?.areaM2).toBeCloseTo(rectangleM2(10, 10) - rectangleM2(6, 6), 3);
  });

  test('answers the same for whatever order of grids', () => {
    const { grids } = syntheticPartition({
      columns: 20,
      rows: 20,
      block: 10,
      seed: 9,
      faultEvery: 1,
      ownCorners: true,
    });
    expect(check(...[...grids].reverse())).toEqual(check(...grids));
  });

  test('finds nothing in nothing', () => {
    expect(check()).toEqual([]);
  });
});

/** Square metres near the equator, where the metric hardly changes. */
function planeM2(polygons: readonly (readonly (readonly (readonly [number, number])[])[])[]): number {
  let sum = 0;
  for (const ring of polygons.flat()) {
    for (const [i, [x, y]] of ring.entries()) {
      const [nextX, nextY] = ring[(i + 1) % ring.length] ?? [x, y];
      sum += (x * nextY - nextX * y) / 2;
    }
  }
  return sum * 1e14 * (areaM2(grid('', [0, 0, 300, 300]).multiPolygon) / 9e8);
}

test('overlaps and what lies outside measure as a polygon clipping library measures them', () => {
  fc.assert(
    fc.property(neighbours, neighbours, (a, b) => {
      const [first, second] = [coordinatesOf(a), coordinatesOf(b)] as [number, number][][][][];
      if (!first || !second) return;
      const [common, outside] = [planeM2(intersection(first, second)), planeM2(difference(first, second))];
      const found = total(
        check({ key: 'a', community: 'c', multiPolygon: a }, { key: 'b', community: 'c', multiPolygon: b }),
        'OVERLAP',
      );
      expect(Math.abs(found - common)).toBeLessThan(1 + common * 1e-5);
      expect(Math.abs((outsideParent(a, b)?.areaM2 ?? 0) - outside)).toBeLessThan(1 + outside * 1e-5);
    }),
    { seed: 111, numRuns: 200 },
  );
});

test('outsideParent() measures what of a grid lies beyond its division, if more than a square metre', () => {
  const parent = grid('', [0, 0, 50, 50]).multiPolygon;
  expect(outsideParent(grid('', [0, 0, 50, 50]).multiPolygon, parent)).toBeNull();
  expect(outsideParent(grid('', [10, 10, 20, 20]).multiPolygon, parent)).toBeNull();
  expect(outsideParent(grid('', [40, 0, 50.01, 50]).multiPolygon, parent)).toBeNull();
  const outside = outsideParent(grid('', [40, 40, 60, 50], [-5, 0, 0, 2]).multiPolygon, parent);
  expect(outside?.areaM2).toBeCloseTo(rectangleM2(10, 10) + rectangleM2(5, 2), 3);
  expect(outside && outside.point[0] > 5_000).toBe(true);
  expect(outsideParent(grid('', [100, 100, 110, 110]).multiPolygon, parent)?.areaM2).toBeCloseTo(
    rectangleM2(10, 10),
    2,
  );
});

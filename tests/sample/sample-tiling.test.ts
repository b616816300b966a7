import { describe, expect, test } from 'vitest';
import { type SampleCity, type Step, sampleCity } from '../../functions/local/sample/sample-city.ts';
import { featuresOf, rowsOf, textOf } from './sample-table.ts';

/** Coordinates in units of 1e-7 degrees, counted from a corner near the sample, so that products stay exact. */
type Point = readonly [number, number];
type Polygon = readonly (readonly Point[])[];

interface Grid {
  readonly code: string;
  readonly community: string;
  readonly polygons: readonly Polygon[];
}

async function gridsOf(city: SampleCity, step: Step): Promise<readonly Grid[]> {
  return featuresOf(await textOf(city, step)).flatMap(({ properties, geometry }) => {
    if (geometry === null) return [];
    const given = (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates) as readonly Polygon[];
    const polygons = given.map((rings) => rings.map((ring) => ring.map(([lon, lat]) => snapped(lon, lat))));
    return { code: properties.code ?? '', community: properties.community ?? '', polygons };
  });
}

function snapped(longitude: number, latitude: number): Point {
  return [Math.round(longitude * 1e7) - 1_139_000_000, Math.round(latitude * 1e7) - 224_000_000];
}

function edges(ring: readonly Point[]): readonly (readonly [Point, Point])[] {
  return ring.slice(1).map((to, index) => [ring[index] ?? to, to]);
}

/** Twice the signed area: positive is counter-clockwise. */
function doubleArea(ring: readonly Point[]): number {
  return edges(ring).reduce((sum, [[ax, ay], [bx, by]]) => sum + ax * by - bx * ay, 0);
}

function side([ax, ay]: Point, [bx, by]: Point, [px, py]: Point): number {
  return Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax));
}

function touch([a, b]: readonly [Point, Point], [c, d]: readonly [Point, Point]): boolean {
  const within = (from: Point, to: Point, point: Point) =>
    side(from, to, point) === 0 &&
    [0, 1].every((axis) => {
      const [low = 0, high = 0] = [from[axis] ?? 0, to[axis] ?? 0].sort((left, right) => left - right);
      return low <= (point[axis] ?? 0) && (point[axis] ?? 0) <= high;
    });
  const crossing = side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
  return crossing || within(a, b, c) || within(a, b, d) || within(c, d, a) || within(c, d, b);
}

function isSimple(ring: readonly Point[]): boolean {
  const all = edges(ring);
  return all.every((one, index) =>
    all.slice(index + 2).every((other, gap) => (index === 0 && gap + 3 === all.length) || !touch(one, other)),
  );
}

/** Even-odd ray casting eastward; a point on an edge counts as outside. */
function contains(grid: Grid, [px, py]: Point): boolean {
  const all = grid.polygons.flat().flatMap(edges);
  const crossed = all.filter(
    ([[ax, ay], [bx, by]]) => ay > py !== by > py && px < ax + ((bx - ax) * (py - ay)) / (by - ay),
  );
  return crossed.length % 2 === 1;
}

const name = ([from, to]: readonly [Point, Point]) => `${from} ${to}`;

/** Edges that no other grid walks in the opposite direction; asserts that none is walked twice. */
function unpaired(grids: readonly Grid[]): readonly (readonly [Point, Point])[] {
  const all = grids.flatMap(({ polygons }) => polygons.flat().flatMap(edges));
  const walked = new Set(all.map(name));
  expect(walked.size).toBe(all.length);
  return all.filter(([from, to]) => !walked.has(name([to, from])));
}

function connected(grids: readonly Grid[]): boolean {
  const owners = new Map(
    grids.flatMap((grid) =>
      grid.polygons
        .flat()
        .flatMap(edges)
        .map((edge) => [name(edge), grid]),
    ),
  );
  const reached = new Set<Grid>(grids.slice(0, 1));
  for (const grid of reached) {
    for (const [from, to] of grid.polygons.flat().flatMap(edges)) {
      const neighbour = owners.get(name([to, from]));
      if (neighbour !== undefined) reached.add(neighbour);
    }
  }
  return reached.size === grids.length;
}

describe.each([1, 2, 3, 4])('the grids of seed %i', async (seed) => {
  const city = sampleCity({ houses: 4000, seed });
  const gridSteps = city.steps.filter(({ register }) => register === 'GRIDS');
  const editions = await Promise.all(gridSteps.map((step) => gridsOf(city, step)));
  const areas = await gridsOf(city, city.steps[0] as Step);

  test('fill the boundary of their district, the only one that the divisions file has, edge for edge', () => {
    expect(areas.map(({ code }) => code)).toEqual(['440304']);
    const border = areas.flatMap(({ polygons }) => polygons.flat().flatMap(edges)).map(name);
    for (const grids of editions) expect(unpaired(grids).map(name).sort()).toEqual(border.toSorted());
  });

  test('have valid rings: closed, simple, outer ones counter-clockwise, holes clockwise', () => {
    for (const { code, polygons } of editions.flat()) {
      for (const [index, ring] of polygons.flatMap((rings) => [...rings.entries()])) {
        expect(ring[0], code).toEqual(ring.at(-1));
        expect(Math.sign(doubleArea(ring)), code).toBe(index === 0 ? 1 : -1);
        expect(isSimple(ring), code).toBe(true);
      }
    }
  });

  test('tile Futian: each edge is shared once, in opposite directions, or lies on the one outer ring', () => {
    for (const grids of editions) {
      const next = new Map(unpaired(grids).map(([from, to]) => [String(from), { from, to }]));
      const start = next.values().next().value;
      const ring: Point[] = [];
      for (let at = start; at !== undefined && ring.length <= next.size; at = next.get(String(at.to))) {
        ring.push(at.from);
        if (String(at.to) === String(start?.from)) break;
      }
      expect(ring).toHaveLength(next.size);
      const area = grids.reduce(
        (sum, { polygons }) => sum + polygons.flat().reduce((part, r) => part + doubleArea(r), 0),
        0,
      );
      expect(area).toBe(doubleArea([...ring, ...ring.slice(0, 1)]));
      expect(isSimple([...ring, ...ring.slice(0, 1)])).toBe(true);
    }
  });

  test('make 93 communities, each in one piece, of 600 to 1,500 grids in all, some with enclaves', () => {
    const [first = []] = editions;
    const communities = Map.groupBy(first, (grid) => grid.community);
    expect(communities.size).toBe(93);
    expect(first.length >= 600 && first.length <= 1500).toBe(true);
    expect(first.some(({ polygons }) => polygons.length === 2)).toBe(true);
    expect(first.some(({ polygons }) => polygons.some((rings) => rings.length === 2))).toBe(true);
    for (const [community, grids] of communities) {
      expect(connected(grids), community).toBe(true);
      expect(grids.length >= 6 && grids.length <= 16, community).toBe(true);
    }
    for (const [street, grids] of Map.groupBy(first, (grid) => grid.community.slice(0, 9))) {
      expect(connected(grids), street).toBe(true);
    }
  });

  test('hold their buildings, and only theirs', async () => {
    const steps = city.steps.filter(({ register }) => register === 'BUILDINGS');
    const buildings = await Promise.all(steps.map((step) => rowsOf(city, step)));
    for (const [edition, rows] of buildings.entries()) {
      const grids = new Map(editions.flat().map((grid) => [grid.code, grid]));
      for (const grid of editions[edition] ?? []) grids.set(grid.code, grid);
      for (const row of rows) {
        const grid = grids.get(row.grid ?? '');
        expect(grid !== undefined && contains(grid, snapped(Number(row.lon), Number(row.lat))), row.code).toBe(true);
      }
    }
  });
});

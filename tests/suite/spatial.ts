import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import { contains } from '../../schema/geometry/contains.ts';
import { decodeGeometry } from '../../schema/geometry/encode-geometry.ts';
import { buildingRows, gridRows } from '../builders/city-rows.ts';
import type { Place } from './place.ts';

const units = 1e7;

/** What lies where. */
export function spatialSuite(open: () => Promise<Place>): void {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  });

  test('gridAt finds the grid that holds the point, exactly one on a shared border, none outside', async () => {
    const grids = gridRows().map((row) => ({ code: row.code, geometry: decodeGeometry(String(row.boundary)) }));
    const lon = fc.integer({ min: -2, max: 82 }).map((step) => 1_140_490_000 + step * 5_000);
    const lat = fc.integer({ min: -1, max: 13 }).map((step) => 224_995_000 + step * 5_000);
    await fc.assert(
      fc.asyncProperty(lon, lat, async (x, y) => {
        const { data } = await place.ask(`{ gridAt(point: { lon: ${x / units}, lat: ${y / units} }) { code } }`);
        const holding = grids.filter((grid) => contains(grid.geometry, x, y));
        expect(holding.length).toBeLessThanOrEqual(1);
        expect(data.gridAt?.code).toBe(holding[0]?.code);
      }),
      { seed: 3, numRuns: place.runs(200) },
    );
  });

  test('a point on a border between two grids lies in exactly one of them, at every such border', async () => {
    const grids = gridRows().map((row) => ({ code: row.code, geometry: decodeGeometry(String(row.boundary)) }));
    for (let border = 1; border < grids.length; border++) {
      const neighbours = [grids[border - 1]?.code, grids[border]?.code];
      const x = 1_140_500_000 + border * 50_000;
      for (const y of [225_000_001, 225_012_345, 225_025_000, 225_049_999]) {
        const holding = grids.filter((grid) => contains(grid.geometry, x, y)).map(({ code }) => code);
        expect(holding).toHaveLength(1);
        expect(neighbours).toContain(holding[0]);
        const { data } = await place.ask(`{ gridAt(point: { lon: ${x / units}, lat: ${y / units} }) { code } }`);
        expect(data.gridAt?.code).toBe(holding[0]);
      }
    }
  });

  test('gridAt speaks the reference system of the caller', async () => {
    const code = '44030400100101';
    const { data } = await place.ask(`{ building(code: "${code}00002") { location(crs: BD09) { lon lat } } }`);
    const { lon, lat } = data.building.location;
    const again = await place.ask(`{ gridAt(point: { lon: ${lon}, lat: ${lat}, crs: BD09 }) { code } }`);
    expect(again.data.gridAt.code).toBe(code);
  });

  test('buildings and grids in a box or polygon are those that a naive look finds', async () => {
    const edge = fc.integer({ min: -10, max: 410 }).map((step) => (1_140_500_000 + step * 1_000) / units);
    const side = fc.integer({ min: -5, max: 55 }).map((step) => (225_000_000 + step * 1_000) / units);
    await fc.assert(
      fc.asyncProperty(edge, edge, side, side, fc.boolean(), async (a, b, c, d, asPolygon) => {
        const [west, east, south, north] = [Math.min(a, b), Math.max(a, b), Math.min(c, d), Math.max(c, d)];
        if (west === east || south === north) return;
        const ring = [
          [west, south],
          [east, south],
          [east, north],
          [west, north],
          [west, south],
        ];
        const filter = asPolygon
          ? { polygon: { type: 'Polygon', coordinates: [ring] } }
          : { bbox: { west, south, east, north } };
        const { data, errors } = await place.ask(
          `query ($buildings: BuildingFilter, $grids: GridFilter) { buildings(first: 50, filter: $buildings) { totalCount nodes { code lon lat } }
            grids(first: 50, filter: $grids) { nodes { code } } }`,
          { buildings: filter, grids: filter },
          'REGISTERED', // the budget of a keyless caller does not hold so many searches
        );
        expect(errors).toEqual([]);
        const inside = buildingRows().filter((row) => {
          const [x, y] = [Number(row.lon) / units, Number(row.lat) / units];
          // a polygon owns its western and southern border only, so that polygons side by side share no building
          const inPolygon = x >= west && x < east && y >= south && y < north;
          return asPolygon ? inPolygon : x >= west && x <= east && y >= south && y <= north;
        });
        expect(data.buildings.nodes.map((node: { code: string }) => node.code).sort()).toEqual(
          inside.map((row) => row.code).sort(),
        );
        const met = gridRows().filter((_, place) => {
          const [left, right] = [114.05 + place * 0.005, 114.055 + place * 0.005];
          return left <= east + 1e-9 && right >= west - 1e-9 && 22.5 <= north && 22.505 >= south;
        });
        expect(data.grids.nodes.map((node: { code: string }) => node.code)).toEqual(met.map((row) => row.code));
      }),
      { seed: 5, numRuns: place.runs(80) },
    );
  });

  test.each([
    ['{ gridAt(point: { lon: 200, lat: 22 }) { code } }', 'BAD_POINT'],
    ['{ gridAt(point: { lon: 22.5, lat: 114.05 }) { code } }', 'BAD_POINT'],
    ['{ grids(filter: { bbox: { west: 1, south: 3, east: 2, north: 2 } }) { totalCount } }', 'BAD_GEOMETRY'],
    ['{ grids(filter: { polygon: { type: "Polygon", coordinates: [] } }) { totalCount } }', 'BAD_GEOMETRY'],
    ['{ buildings(filter: { polygon: { type: "Point", coordinates: [1, 2] } }) { totalCount } }', 'BAD_GEOMETRY'],
    ['{ buildings(filter: { polygon: "POLYGON((0 0))" }) { totalCount } }', 'BAD_GEOMETRY'],
    [
      '{ buildings(filter: { polygon: { type: "Polygon", coordinates: [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]] } }) { totalCount } }',
      'BAD_GEOMETRY',
    ],
  ])('%s is refused', async (source, code) => {
    const { codes } = await place.ask(source);
    expect(codes).toEqual([code]);
  });
}

import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { multiPolygon } from '@turf/helpers';
import { boundingBox } from '../../schema/geometry/bounding-box.ts';
import { type Point, toDegrees } from '../../schema/geometry/coordinates.ts';
import { areaGeometry } from '../../schema/geometry/geojson.ts';
import { packIndex, unpackIndex } from '../../schema/geometry/grid-index.ts';
import { gridLocator } from '../../schema/geometry/grid-locator.ts';
import type { MultiPolygon } from '../../schema/geometry/multi-polygon.ts';
import { syntheticPartition } from '../geometry/synthetic-partition.ts';
import { type Figure, figure, limited } from './figure.ts';
import { gridPoints } from './grid-points.ts';
import { slowLocator } from './slow-locator.ts';
import { race } from './timing.ts';
import type { Workbench } from './workbench.ts';

/** The basic grids of Shenzhen. */
const grids = 16_417;
const pointsChecked = 100_000;
const pointsOfTurf = 5_000;

/** (d) The grid that holds a point, in this process. */
export async function benchGridAt(bench: Workbench): Promise<readonly Figure[]> {
  const name = 'grid-at';
  const geometries = partition();
  const shapes = [...geometries.values()];
  const index = unpackIndex(packIndex([...geometries].map(([key, shape]) => ({ key, box: boundingBox(shape) }))));
  const locator = gridLocator(index, (key) => geometries.get(key) ?? null);
  const points = gridPoints(shapes, pointsChecked, 2);
  const everywhere = points.filter((_, place) => place % 4 > 1);
  const turf = turfLocator(geometries);
  const milliseconds = await race(
    {
      ours: { call: () => locateAll(everywhere, (x, y) => locator.locate(x, y)) },
      turf: { call: () => locateAll(everywhere.slice(0, pointsOfTurf), turf) },
    },
    { runs: 7, warmUps: 2 },
  );
  const ours = (everywhere.length / milliseconds.ours) * 1000;
  const speed = { name, metric: `points located among ${grids.toLocaleString('en')} grids`, unit: '1/s', value: ours };
  const slow = slowLocator(geometries);
  const different = points.filter(([x, y]) => locator.locate(x, y) !== slow(x, y)).length;
  bench.notes.push(
    'grid-at: a quarter of the points compared are corners, a quarter middles of edges; timed are the others',
  );
  return [
    limited(speed, { least: 300_000 }),
    figure({
      ...speed,
      peer: 'turf booleanPointInPolygon over boxes',
      peerValue: (pointsOfTurf / milliseconds.turf) * 1000,
    }),
    limited(
      {
        name,
        metric: `of ${pointsChecked.toLocaleString('en')} points unlike an exact one`,
        unit: 'points',
        value: different,
      },
      { most: 0 },
    ),
  ];
}

function partition(): ReadonlyMap<string, MultiPolygon> {
  const { grids: cells } = syntheticPartition({
    columns: 129,
    rows: 128,
    block: 4,
    seed: 1,
    faultEvery: 0,
    ownCorners: false,
  });
  return new Map(cells.slice(0, grids).map(({ key, multiPolygon: shape }) => [key, shape]));
}

/** What one would write first: each box in turn, and turf for those that hold the point. */
function turfLocator(geometries: ReadonlyMap<string, MultiPolygon>): (x: number, y: number) => string | null {
  const shapes = [...geometries].map(([key, shape]) => {
    const geometry = areaGeometry(shape);
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
    return { key, box: boundingBox(shape), feature: multiPolygon(polygons.map(asPositions)) };
  });
  return (x, y) => {
    const point = [toDegrees(x), toDegrees(y)];
    for (const { key, box, feature } of shapes) {
      if (x < box.west || x > box.east || y < box.south || y > box.north) continue;
      if (booleanPointInPolygon(point, feature)) return key;
    }
    return null;
  };
}

/** turf's types want lists that may be changed. */
function asPositions(rings: readonly (readonly (readonly number[])[])[]): number[][][] {
  return rings.map((ring) => ring.map((position) => [...position]));
}

/** Counts those found, so that no location can be left out by the compiler. */
function locateAll(points: readonly Point[], locate: (x: number, y: number) => string | null): number {
  let found = 0;
  for (const [x, y] of points) if (locate(x, y) !== null) found += 1;
  return found;
}

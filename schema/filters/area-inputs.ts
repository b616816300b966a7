import { builder } from '../builder.ts';
import { visibleError } from '../errors.ts';
import { type Area, areaOf, areaOfBox } from '../geometry/area.ts';
import { boxContains } from '../geometry/bounding-box.ts';
import { type Point, whyNotOnEarth } from '../geometry/coordinates.ts';
import { boxFrom, pointFrom, type ReferenceSystem } from '../geometry/reference-systems.ts';
import { Crs } from '../scalars/enums.ts';
import type { GeoJson } from '../scalars/geojson.ts';

const crs = { type: Crs, defaultValue: 'WGS84', description: 'Reference system of the coordinates.' } as const;

/** A point of the caller's. */
export const PointInput = builder.inputType('PointInput', {
  description: 'A point, in degrees.',
  fields: (t) => ({
    lon: t.float({ required: true, description: 'Longitude.' }),
    lat: t.float({ required: true, description: 'Latitude.' }),
    crs: t.field(crs),
  }),
});

/** A box of the caller's. */
export const BoundingBoxInput = builder.inputType('BoundingBoxInput', {
  description: 'A box, borders included, in degrees; west greater than east crosses the antimeridian (RFC 7946, 5.2).',
  fields: (t) => ({
    west: t.float({ required: true, description: 'Western border.' }),
    south: t.float({ required: true, description: 'Southern border.' }),
    east: t.float({ required: true, description: 'Eastern border.' }),
    north: t.float({ required: true, description: 'Northern border.' }),
    crs: t.field(crs),
  }),
});

interface Coordinates {
  readonly crs?: ReferenceSystem | null | undefined;
}
type PointArgument = Coordinates & { readonly lon: number; readonly lat: number };
type BoxArgument = Coordinates & {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
};

/** An area that a filter names, and the argument that names it. */
export interface NamedArea {
  readonly argument: string;
  readonly area: Area;
}

const mostPositions = 10_000;

/** The point in the register's own units. */
export function readPoint({ lon, lat, crs }: PointArgument): Point {
  const fault = whyNotOnEarth(lon, lat);
  if (fault !== null) throw visibleError('BAD_POINT', `Cannot take point ${lon}, ${lat}: ${fault}`, 'point');
  return pointFrom([lon, lat], crs ?? 'WGS84');
}

/** The areas that a filter names; all of them must hold. */
export async function readAreas(filter: {
  readonly bbox?: BoxArgument | null | undefined;
  readonly polygon?: GeoJson | null | undefined;
}): Promise<readonly NamedArea[]> {
  const box = filter.bbox == null ? [] : [{ argument: 'filter.bbox', area: readBox(filter.bbox) }];
  const polygon =
    filter.polygon == null ? [] : [{ argument: 'filter.polygon', area: await readPolygon(filter.polygon) }];
  return [...box, ...polygon];
}

function readBox({ west, south, east, north, crs }: BoxArgument): Area {
  const fault = whyNotOnEarth(west, south) ?? whyNotOnEarth(east, north);
  const crossing = west > east ? ' (west may be above east: the box crosses the antimeridian then)' : '';
  const order = south > north ? `south must not be above north, is ${south} and ${north}${crossing}` : null;
  const wrong = fault ?? order;
  if (wrong !== null) throw visibleError('BAD_GEOMETRY', `Cannot take box: ${wrong}`, 'filter.bbox');
  const box = boxFrom({ west, south, east, north }, crs ?? 'WGS84');
  return { ...areaOfBox(box), holds: (x, y) => boxContains(box, [x, y]) };
}

/** What mends rings is loaded with the first polygon: no cold start waits for it. */
async function readPolygon(geometry: GeoJson): Promise<Area> {
  const { parseGeometry } = await import('../geometry/parse-geometry.ts');
  const parsed = parseGeometry(geometry, mostPositions);
  if (parsed.ok) return areaOf(parsed.value);
  throw visibleError('BAD_GEOMETRY', `Cannot take polygon: ${parsed.reason}`, 'filter.polygon');
}

import { type Point, toDegrees } from './coordinates.ts';
import type { MultiPolygon, Ring } from './multi-polygon.ts';

/** Longitude and latitude in degrees. */
export type Position = readonly [lon: number, lat: number];

/** RFC 7946 section 3.1.2. */
export interface PointGeometry {
  readonly type: 'Point';
  readonly coordinates: Position;
}

/** RFC 7946 sections 3.1.6 and 3.1.7: rings closed, outer ones counterclockwise. */
export type AreaGeometry =
  | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly Position[])[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly Position[])[])[] };

/** What becomes of a position on its way out, for example another reference system. */
export type ConvertPosition = (position: Position) => Position;

/** A point in degrees. */
export function pointGeometry([x, y]: Point, convert: ConvertPosition = (position) => position): PointGeometry {
  return { type: 'Point', coordinates: convert([toDegrees(x), toDegrees(y)]) };
}

/** A geometry in degrees: a Polygon when it has one part, else a MultiPolygon. */
export function areaGeometry(
  multiPolygon: MultiPolygon,
  convert: ConvertPosition = (position) => position,
): AreaGeometry {
  const polygons = multiPolygon.map((polygon) => polygon.map((ring) => closedRing(ring, convert)));
  const [only] = polygons;
  if (only && polygons.length === 1) return { type: 'Polygon', coordinates: only };
  return { type: 'MultiPolygon', coordinates: polygons };
}

function closedRing(ring: Ring, convert: ConvertPosition): Position[] {
  const positions: Position[] = [];
  for (let i = 0; i < ring.length; i += 2) {
    positions.push(convert([toDegrees(ring[i] ?? 0), toDegrees(ring[i + 1] ?? 0)]));
  }
  const [first] = positions;
  return first ? [...positions, first] : positions;
}

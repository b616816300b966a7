import type { Point } from './coordinates.ts';
import type { MultiPolygon } from './multi-polygon.ts';

/** A closed rectangle in units of 1e-7 degrees. `west > east` crosses the antimeridian (RFC 7946 section 5.2). */
export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** The smallest box around a geometry that is not empty. */
export function boundingBox(multiPolygon: MultiPolygon): Box {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [outer] of multiPolygon) {
    if (outer === undefined) continue;
    for (let i = 0; i < outer.length; i += 2) {
      const x = outer[i] ?? 0;
      const y = outer[i + 1] ?? 0;
      if (x < west) west = x;
      if (x > east) east = x;
      if (y < south) south = y;
      if (y > north) north = y;
    }
  }
  return { west, south, east, north };
}

/** True when the point lies in the box or on its border. */
export function boxContains(box: Box, [x, y]: Point): boolean {
  const between = box.west <= box.east ? x >= box.west && x <= box.east : x >= box.west || x <= box.east;
  return between && y >= box.south && y <= box.north;
}

/** The same box as at most two boxes none of which crosses the antimeridian. */
export function splitAtAntimeridian(box: Box): readonly Box[] {
  if (box.west <= box.east) return [box];
  return [
    { ...box, east: 180e7 },
    { ...box, west: -180e7 },
  ];
}

/** The box as a geometry, to be tested like any other. */
export function boxGeometry(box: Box): MultiPolygon {
  return splitAtAntimeridian(box).map(({ west, south, east, north }) => [
    Int32Array.of(west, south, east, south, east, north, west, north),
  ]);
}

import gcoord from 'gcoord';
import type { Box } from './bounding-box.ts';
import { type Point, toUnits } from './coordinates.ts';
import {
  type AreaGeometry,
  areaGeometry,
  type ConvertPosition,
  type PointGeometry,
  type Position,
  pointGeometry,
} from './geojson.ts';
import type { MultiPolygon } from './multi-polygon.ts';

/**
 * WGS84, which a register holds (CGCS2000 within its accuracy); GCJ02, the shifted system that maps of mainland China
 * must use (GB 20263-2006); BD09, Baidu's further shift of it. Outside the shifted region all three are the same here.
 */
export type ReferenceSystem = 'WGS84' | 'GCJ02' | 'BD09';

/** The library is a CommonJS module that is its own default export, which its types do not say. */
const library = gcoord as unknown as typeof gcoord.default;

/** Where positions are shifted, degrees: the rectangle of the reference implementations. */
const SHIFTED = { west: 72.004, east: 137.8347, south: 0.8293, north: 55.8271 };

/** The shift changes by less than a thousandth of a step, so that many rounds end below 1e-9 degrees. */
const ROUNDS = 8;

/** A WGS84 position (degrees) in `system`. */
export function fromWgs84(position: Position, system: ReferenceSystem): Position {
  if (system === 'WGS84' || !isShifted(position)) return position;
  const [lon, lat] = library.transform([position[0], position[1]], library.WGS84, library[system]);
  return [lon ?? position[0], lat ?? position[1]];
}

/**
 * The WGS84 position (degrees) that `fromWgs84` takes to `position`, within 1e-9 degrees inside the shifted region. By
 * a fixed number of rounds of correction: the library's own inverse is good to 1e-6 degrees only, and does not end for
 * some positions at the region's border.
 */
export function toWgs84(position: Position, system: ReferenceSystem): Position {
  if (system === 'WGS84') return position;
  let guess = position;
  for (let round = 0; round < ROUNDS; round++) {
    const [lon, lat] = fromWgs84(guess, system);
    guess = [guess[0] + position[0] - lon, guess[1] + position[1] - lat];
  }
  return isShifted(guess) ? guess : position;
}

/** A position in `system`, degrees, as a point of the register's units. */
export function pointFrom(position: Position, system: ReferenceSystem): Point {
  const [lon, lat] = toWgs84(position, system);
  return [toUnits(lon), toUnits(lat)];
}

/** The smallest box of units around a box in `system`, degrees: its border is bent, so many of its places are taken. */
export function boxFrom({ west, south, east, north }: Box, system: ReferenceSystem): Box {
  const steps = system === 'WGS84' ? [0, 1] : Array.from({ length: 17 }, (_, i) => i / 16);
  const border = steps.flatMap((step): Position[] => {
    const [lon, lat] = [west + (east - west) * step, south + (north - south) * step];
    return [
      [lon, south],
      [lon, north],
      [west, lat],
      [east, lat],
    ];
  });
  const points = border.map((position) => pointFrom(position, system));
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  if (west > east) return { west: toUnits(west), south: Math.min(...ys), east: toUnits(east), north: Math.max(...ys) };
  return { west: Math.min(...xs), south: Math.min(...ys), east: Math.max(...xs), north: Math.max(...ys) };
}

/** A register's point as GeoJSON in `system`. */
export function pointIn(point: Point, system: ReferenceSystem): PointGeometry {
  return pointGeometry(point, converterTo(system));
}

/** A register's geometry as GeoJSON in `system`. */
export function areaIn(multiPolygon: MultiPolygon, system: ReferenceSystem): AreaGeometry {
  return areaGeometry(multiPolygon, converterTo(system));
}

function converterTo(system: ReferenceSystem): ConvertPosition {
  return (position) => fromWgs84(position, system);
}

function isShifted([lon, lat]: Position): boolean {
  return lon >= SHIFTED.west && lon <= SHIFTED.east && lat >= SHIFTED.south && lat <= SHIFTED.north;
}

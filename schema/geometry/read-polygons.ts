import { toUnits, whyNotOnEarth } from './coordinates.ts';
import { canonicalRing, type MultiPolygon, type Polygon, type Ring } from './multi-polygon.ts';

/** Rings of the right form and direction, whether or not they cross; or why not. */
export type PolygonsRead =
  | { readonly ok: true; readonly value: MultiPolygon }
  | { readonly ok: false; readonly reason: string };

/** How many positions may still be read; thrown reasons end the reading. */
interface Reading {
  left: number;
}

/** A reason on its way out of nested lists. */
class Refused extends Error {}

/** Takes the coordinates of a GeoJSON Polygon or MultiPolygon apart and snaps them to units. Never throws. */
export function readPolygons(geometry: unknown, mostPositions: number): PolygonsRead {
  try {
    return { ok: true, value: readGeometry(geometry, { left: mostPositions }) };
  } catch (error) {
    if (error instanceof Refused) return { ok: false, reason: error.message };
    throw error;
  }
}

function readGeometry(geometry: unknown, reading: Reading): MultiPolygon {
  if (typeof geometry !== 'object' || geometry === null) throw new Refused('geometry must be an object');
  const type = 'type' in geometry ? geometry.type : undefined;
  const coordinates = 'coordinates' in geometry ? geometry.coordinates : undefined;
  if (type === 'Polygon') return [readPolygon(coordinates, 0, reading)];
  if (type !== 'MultiPolygon') {
    const shown = typeof type === 'string' ? `"${type.slice(0, 20)}"` : typeof type;
    throw new Refused(`type must be "Polygon" or "MultiPolygon", is ${shown}`);
  }
  return listOf(coordinates, 'coordinates').map((polygon, i) => readPolygon(polygon, i, reading));
}

function readPolygon(value: unknown, number: number, reading: Reading): Polygon {
  const name = `polygon ${number}`;
  return listOf(value, name).flatMap((positions, i) => {
    const ring = withoutSpikes(readRing(positions, `${name} ring ${i}`, reading));
    if (ring !== null) return [canonicalRing(ring, i === 0)];
    // a hole that snapping closes is none
    if (i > 0) return [];
    throw new Refused(`${name} ring ${i} must enclose an area, encloses none`);
  });
}

function readRing(value: unknown, name: string, reading: Reading): number[] {
  const positions = listOf(value, name);
  if (positions.length < 4) throw new Refused(`${name} must have at least 4 positions, has ${positions.length}`);
  reading.left -= positions.length;
  if (reading.left < 0) throw new Refused(`geometry has too many positions, ${-reading.left} more than it may have`);
  const points = positions.flatMap((position, i) => readPosition(position, `${name} position ${i}`));
  if (points[0] !== points.at(-2) || points[1] !== points.at(-1)) {
    throw new Refused(`${name} must be closed: its last position must be its first`);
  }
  return points.slice(0, -2);
}

function readPosition(value: unknown, name: string): [x: number, y: number] {
  if (!Array.isArray(value) || value.length < 2) throw new Refused(`${name} must be a list of at least 2 numbers`);
  const [lon, lat]: unknown[] = value;
  const reason = whyNotOnEarth(lon, lat);
  if (reason !== null) throw new Refused(`${name}: ${reason}`);
  return [toUnits(Number(lon)), toUnits(Number(lat))];
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Refused(`${name} must be a list`);
  if (value.length === 0) throw new Refused(`${name} must not be empty`);
  return value;
}

/** Drops repeated points and ways that run out and straight back; null when less than a triangle is left. */
function withoutSpikes(points: readonly number[]): Ring | null {
  const kept: number[] = [];
  for (let i = 0; i < points.length; i += 2) {
    const [x, y] = [points[i] ?? 0, points[i + 1] ?? 0];
    if (x === kept.at(-2) && y === kept.at(-1)) continue;
    if (kept.length >= 4 && x === kept.at(-4) && y === kept.at(-3)) kept.length -= 2;
    else kept.push(x, y);
  }
  const [start, end] = endsWithoutSpike(kept);
  const ring = Int32Array.from(kept.slice(start, end));
  return ring.length < 6 ? null : ring;
}

/** The same where the ring closes: narrows [start, end) until its ends are no repetition and no spike. */
function endsWithoutSpike(points: readonly number[]): [start: number, end: number] {
  const same = (i: number, j: number) => points[i] === points[j] && points[i + 1] === points[j + 1];
  let [start, end] = [0, points.length];
  for (;;) {
    if (end - start >= 4 && same(start, end - 2)) end -= 2;
    else if (end - start >= 6 && same(start + 2, end - 2)) [start, end] = [start + 2, end];
    else if (end - start >= 6 && same(start, end - 4)) end -= 2;
    else return [start, end];
  }
}

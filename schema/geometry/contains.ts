import { orient2d } from 'robust-predicates';
import type { MultiPolygon, Ring } from './multi-polygon.ts';

/**
 * True when the point lies in the geometry. Exact on integers, and for every point of a partition true for exactly one
 * part: the point is taken as if moved by an infinitely small step east and a still smaller one north, so that it lies
 * on no edge ("simulation of simplicity", Edelsbrunner and Mücke 1990). Hence a western or southern border belongs to
 * the part, an eastern or northern one does not.
 */
export function contains(multiPolygon: MultiPolygon, x: number, y: number): boolean {
  let inside = false;
  for (const polygon of multiPolygon) {
    for (const ring of polygon) if (crossesOddly(ring, x, y)) inside = !inside;
  }
  return inside;
}

/** True when an edge from (ax, ay) to (bx, by) meets the ray that runs east from the moved point. */
export function crossesRay(
  point: readonly [number, number],
  a: readonly [number, number],
  b: readonly [number, number],
): boolean {
  const [x, y] = point;
  return a[1] > y !== b[1] > y && eastOf(x, y, a[0], a[1], b[0], b[1]);
}

function crossesOddly(ring: Ring, x: number, y: number): boolean {
  let odd = false;
  let ax = ring[ring.length - 2] ?? 0;
  let ay = ring[ring.length - 1] ?? 0;
  for (let i = 0; i < ring.length; i += 2) {
    const bx = ring[i] ?? 0;
    const by = ring[i + 1] ?? 0;
    if (ay > y !== by > y && eastOf(x, y, ax, ay, bx, by)) odd = !odd;
    ax = bx;
    ay = by;
  }
  return odd;
}

/**
 * True when the edge lies strictly east of the point, at the point's latitude, which it spans. Products of
 * coordinates pass 2^53, so the close cases are decided by an adaptive exact predicate (Shewchuk 1997).
 */
// budget: six numbers instead of three points, for this is the innermost loop of every location
function eastOf(x: number, y: number, ax: number, ay: number, bx: number, by: number): boolean {
  if (ax > x && bx > x) return true;
  if (ax <= x && bx <= x) return false;
  // robust-predicates is positive when the three points turn clockwise
  return by > ay ? orient2d(ax, ay, bx, by, x, y) < 0 : orient2d(ax, ay, bx, by, x, y) > 0;
}

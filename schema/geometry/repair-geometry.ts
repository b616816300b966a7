import { union } from 'polyclip-ts';
import { canonicalRing, doubleArea, type MultiPolygon, type Ring } from './multi-polygon.ts';

/**
 * Resolves rings that cross each other a little: the union of all parts, corners snapped to units, what has less than
 * a square unit left out. Snapping may in theory make a new crossing, so the caller looks again.
 */
export function repairGeometry(multiPolygon: MultiPolygon): MultiPolygon {
  const [first, ...others] = multiPolygon.map((polygon) => polygon.map(pointsOf));
  if (!first) return [];
  return union(first, ...others).flatMap(([outer, ...holes]) => {
    const shell = outer && snapped(outer);
    if (!shell) return [];
    const kept = holes.map(snapped).filter((hole) => hole !== null);
    return [[canonicalRing(shell, true), ...kept.map((hole) => canonicalRing(hole, false))]];
  });
}

function pointsOf(ring: Ring): [number, number][] {
  return Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i] ?? 0, ring[2 * i + 1] ?? 0]);
}

/** The closed ring of the library without its repeated end; null when it encloses next to nothing. */
function snapped(points: readonly (readonly [number, number])[]): Ring | null {
  const rounded = points.map(([x, y]) => [Math.round(x), Math.round(y)] as const);
  const distinct = rounded.filter(([x, y], i) => {
    const next = rounded[i + 1];
    return next !== undefined && (x !== next[0] || y !== next[1]);
  });
  const ring = Int32Array.from(distinct.flat());
  return Math.abs(doubleArea(ring)) < 2 ? null : ring;
}

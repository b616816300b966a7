import type { Box } from './bounding-box.ts';
import { forEachEdge, type MultiPolygon } from './multi-polygon.ts';
import { heightOf, rangeOf } from './shear.ts';

/**
 * One edge as a sweep takes it: from its lower to its higher end, y a height (shear.ts). `winding` is what coverage
 * gains from west to east across it: +1 where an edge runs down, for the inside lies to its left, -1 where it runs up.
 */
export interface Edge {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly winding: number;
  /** Tells apart what is compared: 0 or 1. */
  readonly layer: number;
  /** Whose edge it is, and the place of its first point in its ring. */
  readonly owner: number;
  readonly position: number;
}

/** A geometry whose edges are wanted, all of them or those that a box may need. */
export interface EdgeSource {
  readonly multiPolygon: MultiPolygon;
  readonly layer: number;
  readonly owner: number;
  readonly within?: Box;
}

/** Appends the edges of `source`; given a box, only those at its heights that do not lie east of it. */
export function appendEdges(list: Edge[], source: EdgeSource): void {
  const { multiPolygon, layer, owner, within } = source;
  const { south, north } = within ? rangeOf(within) : { south: -Infinity, north: Infinity };
  const east = within?.east ?? Infinity;
  for (const ring of multiPolygon.flat()) {
    forEachEdge(ring, (ax, ay, bx, by, position) => {
      // budget: plain numbers, for this runs once for every edge of a city
      const a = heightOf(ax, ay);
      const b = heightOf(bx, by);
      if (a === b || Math.max(a, b) < south || Math.min(a, b) > north || Math.min(ax, bx) > east) return;
      if (a < b) list.push({ x0: ax, y0: a, x1: bx, y1: b, winding: -1, layer, owner, position });
      else list.push({ x0: bx, y0: b, x1: ax, y1: a, winding: 1, layer, owner, position });
    });
  }
}

import { boundingBox } from './bounding-box.ts';
import { contains } from './contains.ts';
import type { Point } from './coordinates.ts';
import { appendEdges, type Edge } from './edges.ts';
import { RADIANS_PER_UNIT, zoneArea } from './ellipsoid.ts';
import { forEachEdge, type MultiPolygon, type Ring } from './multi-polygon.ts';
import { findPieces, largestPiece, pointInPiece } from './pieces.ts';

/**
 * Area in square metres on the WGS84 ellipsoid, the edges straight in longitude and latitude (RFC 7946). Each edge
 * adds the zone between it and the equator: the zone's exact area (Snyder 3-12) integrated along the edge by Simpson's
 * rule, whose error at edges below a degree is under 1e-9 of the whole.
 */
export function areaM2(multiPolygon: MultiPolygon): number {
  let sum = 0;
  for (const ring of multiPolygon.flat()) sum += ringAreaM2(ring);
  return sum;
}

/**
 * Centre of mass in the plane of longitude and latitude, to the nearest unit. A local metric plane differs from that
 * one by stretching only, under which the centre stays what it is. It need not lie inside.
 */
export function centroid(multiPolygon: MultiPolygon): Point {
  const { west, south } = boundingBox(multiPolygon);
  let [weight, sumX, sumY] = [0, 0, 0];
  for (const ring of multiPolygon.flat()) {
    forEachEdge(ring, (x0, y0, x1, y1) => {
      const cross = (x0 - west) * (y1 - south) - (x1 - west) * (y0 - south);
      weight += cross;
      sumX += cross * (x0 + x1 - 2 * west);
      sumY += cross * (y0 + y1 - 2 * south);
    });
  }
  return [Math.round(west + sumX / (3 * weight)), Math.round(south + sumY / (3 * weight))];
}

/**
 * A point that `contains` finds inside: the centroid if it is, else the middle of the geometry's largest trapezoid
 * between two latitudes. Of a sliver without any point inside, a corner.
 */
export function representativePoint(multiPolygon: MultiPolygon): Point {
  const middle = centroid(multiPolygon);
  if (contains(multiPolygon, ...middle)) return middle;
  const edges: Edge[] = [];
  appendEdges(edges, { multiPolygon, layer: 0, owner: 0 });
  const largest = largestPiece(findPieces(edges, { wanted: (covered) => covered > 0 }).pieces);
  const inside = largest && pointInPiece(largest);
  if (inside && contains(multiPolygon, ...inside)) return inside;
  return cornerOf(multiPolygon);
}

function cornerOf(multiPolygon: MultiPolygon): Point {
  let first: Point | undefined;
  for (const ring of multiPolygon.flat()) {
    for (let i = 0; i < ring.length; i += 2) {
      const corner: Point = [ring[i] ?? 0, ring[i + 1] ?? 0];
      if (contains(multiPolygon, ...corner)) return corner;
      first ??= corner;
    }
  }
  if (!first) throw new Error('Cannot find a point in a geometry: must have a ring, has none');
  return first;
}

function ringAreaM2(ring: Ring): number {
  let sum = 0;
  const reference = zoneArea(ring[1] ?? 0);
  forEachEdge(ring, (x0, y0, x1, y1) => {
    const mean = (zoneArea(y0) + 4 * zoneArea((y0 + y1) / 2) + zoneArea(y1)) / 6;
    sum -= (x1 - x0) * RADIANS_PER_UNIT * (mean - reference);
  });
  return sum;
}

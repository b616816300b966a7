import { orient2d } from 'robust-predicates';
import { type Box, boundingBox, boxGeometry } from './bounding-box.ts';
import { packBoxes } from './box-index.ts';
import { contains, crossesRay } from './contains.ts';
import type { Point } from './coordinates.ts';
import { forEachEdge, type MultiPolygon } from './multi-polygon.ts';

/** A geometry made ready to be compared with many others. */
export interface Area {
  readonly box: Box;
  /** As `contains` (contains.ts), point for point, but in logarithmic time. */
  holds(x: number, y: number): boolean;
  /** True when they have a point in common, be it on their borders. Exact. */
  meets(multiPolygon: MultiPolygon): boolean;
}

type Segment = readonly [a: Point, b: Point];

/** Indexes the edges of a geometry. */
export function areaOf(multiPolygon: MultiPolygon): Area {
  const segments = segmentsOf(multiPolygon);
  const box = boundingBox(multiPolygon);
  const tree = packBoxes(segments.map(boxOfSegment));
  const holds = (x: number, y: number) => {
    let inside = false;
    tree?.search(x, y, box.east, y, (place) => {
      const segment = segments[place];
      if (segment && crossesRay([x, y], ...segment)) inside = !inside;
      return false;
    });
    return inside;
  };
  const touches = (segment: Segment) => {
    const { west, south, east, north } = boxOfSegment(segment);
    return (
      tree?.search(west, south, east, north).some((place) => segmentsMeet(segments[place] ?? segment, segment)) ?? false
    );
  };
  return { box, holds, meets: (other) => meets({ multiPolygon, holds, touches }, other) };
}

/** The area of a box; one that crosses the antimeridian has two parts. */
export function areaOfBox(box: Box): Area {
  return areaOf(boxGeometry(box));
}

interface Parts {
  readonly multiPolygon: MultiPolygon;
  readonly holds: (x: number, y: number) => boolean;
  readonly touches: (segment: Segment) => boolean;
}

/** Borders that meet, else a part of the one that lies in the other as a whole: then any corner of it does. */
function meets({ multiPolygon, holds, touches }: Parts, other: MultiPolygon): boolean {
  for (const [outer] of other) if (outer && holds(outer[0] ?? 0, outer[1] ?? 0)) return true;
  if (segmentsOf(other).some(touches)) return true;
  return multiPolygon.some(([outer]) => outer !== undefined && contains(other, outer[0] ?? 0, outer[1] ?? 0));
}

function segmentsOf(multiPolygon: MultiPolygon): Segment[] {
  const segments: Segment[] = [];
  for (const ring of multiPolygon.flat()) {
    forEachEdge(ring, (ax, ay, bx, by) => {
      segments.push([
        [ax, ay],
        [bx, by],
      ]);
    });
  }
  return segments;
}

function boxOfSegment([[ax, ay], [bx, by]]: Segment): Box {
  return { west: Math.min(ax, bx), south: Math.min(ay, by), east: Math.max(ax, bx), north: Math.max(ay, by) };
}

/** Closed segments have a point in common: each has the other's ends on both sides, or they lie on one line. */
function segmentsMeet([a, b]: Segment, [c, d]: Segment): boolean {
  const [abc, abd] = [side(a, b, c), side(a, b, d)];
  const [cda, cdb] = [side(c, d, a), side(c, d, b)];
  if (abc === 0 && abd === 0) return boxesMeet(boxOfSegment([a, b]), boxOfSegment([c, d]));
  return abc * abd <= 0 && cda * cdb <= 0;
}

function side(a: Point, b: Point, c: Point): number {
  return Math.sign(orient2d(a[0], a[1], b[0], b[1], c[0], c[1]));
}

function boxesMeet(a: Box, b: Box): boolean {
  return a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north;
}

/**
 * A closed ring as flat pairs x, y in units of 1e-7 degrees; the closing point is left out. Outer rings run
 * counterclockwise, holes clockwise (RFC 7946 section 3.1.6), so the inside always lies to the left of an edge.
 */
export type Ring = Int32Array;

/** One outer ring, then its holes. */
export type Polygon = readonly Ring[];

/** Polygons that do not overlap one another. Every geometry of a register is one, also when it has a single part. */
export type MultiPolygon = readonly Polygon[];

/** Twice the signed area of `ring` in square units; positive when it runs counterclockwise. */
export function doubleArea(ring: Ring): number {
  const originX = ring[0] ?? 0;
  const originY = ring[1] ?? 0;
  let sum = 0;
  let previousX = (ring[ring.length - 2] ?? 0) - originX;
  let previousY = (ring[ring.length - 1] ?? 0) - originY;
  for (let i = 0; i < ring.length; i += 2) {
    const x = (ring[i] ?? 0) - originX;
    const y = (ring[i + 1] ?? 0) - originY;
    sum += previousX * y - x * previousY;
    previousX = x;
    previousY = y;
  }
  return sum;
}

/** The one form of a geometry: rings turned and started alike, holes and polygons in order of their coordinates. */
export function canonical(multiPolygon: MultiPolygon): MultiPolygon {
  return multiPolygon
    .map(([outer, ...holes]) => {
      const shell = outer === undefined ? [] : [canonicalRing(outer, true)];
      return [...shell, ...holes.map((hole) => canonicalRing(hole, false)).sort(compareRings)];
    })
    .sort((a, b) => compareRings(a[0] ?? new Int32Array(), b[0] ?? new Int32Array()));
}

/** `ring` in the wanted direction, starting at its westernmost (then southernmost) point. */
export function canonicalRing(ring: Ring, counterclockwise: boolean): Ring {
  const turned = doubleArea(ring) > 0 === counterclockwise ? ring : reversed(ring);
  const starts = westernmost(turned).map((start) => rotated(turned, start));
  return starts.reduce((least, other) => (compareRings(other, least) < 0 ? other : least));
}

/** Calls `visit` for every edge, in order; `position` counts the points of its ring from 0. */
export function forEachEdge(
  ring: Ring,
  visit: (x0: number, y0: number, x1: number, y1: number, position: number) => void,
): void {
  const last = ring.length - 2;
  for (let i = 0; i <= last; i += 2) {
    const next = i === last ? 0 : i + 2;
    visit(ring[i] ?? 0, ring[i + 1] ?? 0, ring[next] ?? 0, ring[next + 1] ?? 0, i / 2);
  }
}

/** A ring that touches itself may pass its westernmost point more than once: all such places. */
function westernmost(ring: Ring): number[] {
  let starts = [0];
  for (let i = 2; i < ring.length; i += 2) {
    const order = comparePoints(ring, i, ring, starts[0] ?? 0);
    if (order < 0) starts = [i];
    else if (order === 0) starts.push(i);
  }
  return starts;
}

function rotated(ring: Ring, start: number): Ring {
  const result = new Int32Array(ring.length);
  result.set(ring.subarray(start));
  result.set(ring.subarray(0, start), ring.length - start);
  return result;
}

function reversed(ring: Ring): Ring {
  const result = new Int32Array(ring.length);
  for (let i = 0; i < ring.length; i += 2) {
    result[i] = ring[ring.length - 2 - i] ?? 0;
    result[i + 1] = ring[ring.length - 1 - i] ?? 0;
  }
  return result;
}

function compareRings(a: Ring, b: Ring): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 2) {
    const order = comparePoints(a, i, b, i);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function comparePoints(a: Ring, i: number, b: Ring, j: number): number {
  return (a[i] ?? 0) - (b[j] ?? 0) || (a[i + 1] ?? 0) - (b[j + 1] ?? 0);
}

import { crossingHeights } from './crossing-heights.ts';
import type { EdgeColumns } from './edge-columns.ts';
import type { SweepRange } from './shear.ts';
import type { Strip } from './strip.ts';

/** Where a sweep begins and ends, and what it may cost. */
export interface SweepLimits {
  /** Only this part of the plane. */
  readonly range?: SweepRange;
  /** Give up beyond this many crossings: garbage crosses itself quadratically, honest geometry hardly ever. */
  readonly crossings?: number;
  /** Give up beyond this many edges of all strips together. */
  readonly steps?: number;
}

/** A sweep ran to its end, was stopped by its visitor, or passed its limits. */
export type SweepOutcome = 'done' | 'stopped' | 'exhausted';

/**
 * Cuts the plane from south to north at every end and crossing of `edges` and visits each strip, for as long as
 * `visit` answers true. Areas summed over strips are continuous in the coordinates, so rounding can never make a
 * wrong turn as it can where polygons are traced: what is off by a nanometre is wrong by a nanometre's area.
 */
export function sweep(edges: EdgeColumns, visit: (strip: Strip) => boolean, limits: SweepLimits = {}): SweepOutcome {
  const pending = byLowEnd(edges);
  const heights = distinctHeights(edges, limits.range);
  const strip = emptyStrip(edges.count);
  const budget = { crossings: limits.crossings ?? Infinity, steps: limits.steps ?? Infinity };
  let next = 0;
  for (let i = 0; i + 1 < heights.length; i++) {
    strip.low = heights[i] ?? 0;
    strip.high = heights[i + 1] ?? 0;
    dropEnded(strip, edges);
    for (; next < pending.length; next++) {
      const edge = pending[next] ?? 0;
      if ((edges.y0[edge] ?? 0) > strip.low) break;
      if ((edges.y1[edge] ?? 0) > strip.low) strip.order[strip.count++] = edge;
    }
    budget.steps -= strip.count;
    if (budget.steps < 0) return 'exhausted';
    arrange(strip, edges);
    const cuts = crossingHeights(strip, budget.crossings);
    if (cuts === null) return 'exhausted';
    budget.crossings -= cuts.length;
    budget.steps -= cuts.length * strip.count;
    if (!visitPieces(strip, edges, cuts, visit)) return 'stopped';
  }
  return 'done';
}

function visitPieces(
  strip: Strip,
  edges: EdgeColumns,
  cuts: readonly number[],
  visit: (strip: Strip) => boolean,
): boolean {
  if (cuts.length === 0) return visit(strip);
  const { low, high } = strip;
  const heights = [low, ...cuts, high];
  for (let i = 0; i + 1 < heights.length; i++) {
    strip.low = heights[i] ?? 0;
    strip.high = heights[i + 1] ?? 0;
    if (strip.low === strip.high) continue;
    arrange(strip, edges);
    if (!visit(strip)) return false;
  }
  return true;
}

/** Computes where each edge enters and leaves the strip and puts the edges in order of their middle. */
function arrange(strip: Strip, edges: EdgeColumns): void {
  const { count, order, lowX, highX, low, high } = strip;
  for (let i = 0; i < count; i++) {
    const edge = order[i] ?? 0;
    const enters = xAt(edges, edge, low);
    const leaves = xAt(edges, edge, high);
    // insertion sort: the order of the strip before nearly holds
    let place = i;
    for (; place > 0; place--) {
      const otherEnters = lowX[place - 1] ?? 0;
      const otherLeaves = highX[place - 1] ?? 0;
      if (otherEnters + otherLeaves <= enters + leaves) break;
      order[place] = order[place - 1] ?? 0;
      lowX[place] = otherEnters;
      highX[place] = otherLeaves;
    }
    order[place] = edge;
    lowX[place] = enters;
    highX[place] = leaves;
  }
}

/** The same two ends always give the same x, so that an edge shared by two geometries leaves no sliver. */
function xAt(edges: EdgeColumns, edge: number, y: number): number {
  if (y === edges.y1[edge]) return edges.x1[edge] ?? 0;
  return (edges.x0[edge] ?? 0) + (y - (edges.y0[edge] ?? 0)) * (edges.slope[edge] ?? 0);
}

function dropEnded(strip: Strip, edges: EdgeColumns): void {
  let kept = 0;
  for (let i = 0; i < strip.count; i++) {
    const edge = strip.order[i] ?? 0;
    if ((edges.y1[edge] ?? 0) > strip.low) strip.order[kept++] = edge;
  }
  strip.count = kept;
}

function byLowEnd(edges: EdgeColumns): Int32Array {
  const all = Int32Array.from({ length: edges.count }, (_, edge) => edge);
  return all.sort((a, b) => (edges.y0[a] ?? 0) - (edges.y0[b] ?? 0));
}

function distinctHeights(edges: EdgeColumns, range: SweepRange = { south: -Infinity, north: Infinity }): Float64Array {
  const ends = new Float64Array(2 * edges.count);
  ends.set(edges.y0);
  ends.set(edges.y1, edges.count);
  const heights = ends.map((height) => Math.min(Math.max(height, range.south), range.north)).sort();
  return heights.filter((height, i) => i === 0 || height !== heights[i - 1]);
}

function emptyStrip(capacity: number): Strip {
  const order = new Int32Array(capacity);
  return { low: 0, high: 0, count: 0, order, lowX: new Float64Array(capacity), highX: new Float64Array(capacity) };
}

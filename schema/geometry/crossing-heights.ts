import type { Strip } from './strip.ts';

/** Ten nanometres or so: edges that pass each other by less than this (in units) are taken as touching. */
const TOUCHING = 1e-6;

/**
 * The latitudes inside a strip at which two of its edges cross, in rising order; null when there are more than
 * `limit`. Edges cross where their order at the high end differs from that at the low end.
 */
export function crossingHeights(strip: Strip, limit: number): readonly number[] | null {
  if (inOrder(strip.lowX, strip.count) && inOrder(strip.highX, strip.count)) return [];
  const heights = new Set<number>();
  const byLow = ranks(strip.lowX, strip.count);
  // insertion sort by the high end: every swap is a pair of edges that changes sides
  let swaps = 0;
  for (let i = 1; i < byLow.length; i++) {
    const moved = byLow[i] ?? 0;
    let place = i;
    for (; place > 0 && (strip.highX[byLow[place - 1] ?? 0] ?? 0) > (strip.highX[moved] ?? 0); place--) {
      const passed = byLow[place - 1] ?? 0;
      byLow[place] = passed;
      if (++swaps > limit + strip.count) return null;
      const height = crossingHeight(strip, passed, moved);
      if (height !== null) heights.add(height);
    }
    byLow[place] = moved;
  }
  return heights.size > limit ? null : [...heights].sort((a, b) => a - b);
}

function crossingHeight({ low, high, lowX, highX }: Strip, west: number, east: number): number | null {
  const before = (lowX[east] ?? 0) - (lowX[west] ?? 0);
  const after = (highX[west] ?? 0) - (highX[east] ?? 0);
  if (before < TOUCHING || after < TOUCHING) return null;
  const height = low + ((high - low) * before) / (before + after);
  return height > low && height < high ? height : null;
}

function inOrder(values: Float64Array, count: number): boolean {
  for (let i = 1; i < count; i++) {
    if ((values[i] ?? 0) < (values[i - 1] ?? 0) - TOUCHING) return false;
  }
  return true;
}

function ranks(values: Float64Array, count: number): number[] {
  return Array.from({ length: count }, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
}

import type { EdgeColumns } from './edge-columns.ts';
import type { Strip } from './strip.ts';

/** Ten nanometres or so (in units): narrower than this is no width. */
export const NO_WIDTH = 1e-6;

/** Whether a place is wanted, by how often each of the two layers covers it. */
export type Wanted = (first: number, second: number) => boolean;

/**
 * Where the wanted part of the plane lies in one strip, from west to east. Ends are places in the strip's order: the
 * run lies between the edges `west` and `east`; -1 and `count` stand for the world's end.
 */
export interface Run {
  readonly west: number;
  readonly east: number;
}

/** The runs of a strip whose coverage by the two layers is wanted. Runs that only a seam without width parts are one. */
export function wantedRuns(strip: Strip, edges: EdgeColumns, wanted: Wanted): readonly Run[] {
  const runs: Run[] = [];
  let [first, second] = [0, 0];
  for (let west = -1; west < strip.count; west++) {
    if (west >= 0) {
      const edge = strip.order[west] ?? 0;
      const winding = edges.winding[edge] ?? 0;
      if (edges.layer[edge] === 0) first += winding;
      else second += winding;
    }
    if (!wanted(first, second) || isSeam(strip, west, west + 1)) continue;
    const last = runs.at(-1);
    if (last && isSeam(strip, last.east, west)) runs[runs.length - 1] = { west: last.west, east: west + 1 };
    else runs.push({ west, east: west + 1 });
  }
  return runs;
}

function isSeam({ count, lowX, highX }: Strip, west: number, east: number): boolean {
  if (west < 0 || east >= count) return false;
  if (west === east) return true;
  return (lowX[east] ?? 0) - (lowX[west] ?? 0) <= NO_WIDTH && (highX[east] ?? 0) - (highX[west] ?? 0) <= NO_WIDTH;
}

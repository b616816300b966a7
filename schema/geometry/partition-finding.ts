import type { Point } from './coordinates.ts';
import type { MultiPolygon } from './multi-polygon.ts';

/** Smaller overlaps and gaps are what rounding and drawing leave, and no findings. */
export const TOLERATED_M2 = 1;

/** One grid as it is valid on the day that is checked. */
export interface PartitionGrid {
  readonly key: string;
  readonly community: string;
  readonly multiPolygon: MultiPolygon;
}

/** Two grids that overlap, or a hole that the grids of one community enclose and none covers. */
export interface PartitionFinding {
  readonly reason: 'OVERLAP' | 'GAP';
  /** The two grids, or the grids around the hole; sorted. */
  readonly codes: readonly string[];
  /** Square metres on the ellipsoid; of an overlap, all its pieces together. */
  readonly areaM2: number;
  /** In the gap, or in the largest piece of the overlap; units of 1e-7 degrees. */
  readonly point: Point;
}

import type { Box } from './bounding-box.ts';

/**
 * Sweeps order points by latitude and, at one latitude, by longitude. The shear (x, y) -> (x, y * SHEAR + x) does both
 * in one number, exactly (below 2^50), and leaves no edge level, unless one runs a million units east for one unit
 * south. Areas grow by SHEAR; what touches, crosses or contains what stays as it is.
 */
export const SHEAR = 1_048_573;

/** The height at which a sweep meets the point. */
export function heightOf(x: number, y: number): number {
  return y * SHEAR + x;
}

/** The latitude (units) of what a sweep meets at `height` and `x`. */
export function latitudeAt(height: number, x: number): number {
  return (height - x) / SHEAR;
}

/** The part of a sweep that can meet points of `box`. */
export interface SweepRange {
  readonly south: number;
  readonly north: number;
}

/** From the height of the box's south-western corner to that of its north-eastern one. */
export function rangeOf(box: Box): SweepRange {
  return { south: heightOf(box.west, box.south), north: heightOf(box.east, box.north) };
}

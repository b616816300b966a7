import { type Box, splitAtAntimeridian } from './bounding-box.ts';
import { type Cell, cover } from './morton-cover.ts';

/** Keys from `from` to `to`, both included. */
export interface MortonRange {
  readonly from: string;
  readonly to: string;
}

/**
 * The place of a point (units) on the Z-order curve (Morton 1966) as 16 hexadecimal digits that sort like the curve:
 * the bits of latitude and longitude, counted from the south pole and the antimeridian, take turns, latitude first.
 */
export function mortonCode(x: number, y: number): string {
  const column = x + 180e7;
  const row = y + 90e7;
  const high = interleaved(Math.floor(column / 0x1_0000), Math.floor(row / 0x1_0000));
  return hex(high) + hex(interleaved(column % 0x1_0000, row % 0x1_0000));
}

/**
 * At most `most` ranges of the curve, rising and apart, that together hold every point of `box` (and others too: test
 * what they find). A box across the antimeridian takes at least two.
 */
export function mortonRanges(box: Box, most: number): readonly MortonRange[] {
  const shifted = splitAtAntimeridian(box).map(({ west, south, east, north }) => ({
    west: west + 180e7,
    south: south + 90e7,
    east: east + 180e7,
    north: north + 90e7,
  }));
  return cover(shifted, most).map(rangeOf);
}

function rangeOf([first, last]: readonly [Cell, Cell]): MortonRange {
  return { from: cornerCode(first, 0), to: cornerCode(last, last.size - 1) };
}

function cornerCode(cell: Cell, offset: number): string {
  return mortonCode(cell.column + offset - 180e7, cell.row + offset - 90e7);
}

/** 32 bits of two 16-bit numbers, `row` in the odd places. */
function interleaved(column: number, row: number): number {
  return (spread(column) | (spread(row) << 1)) >>> 0;
}

/** Puts a zero before every bit of a 16-bit number (Warren, Hacker's Delight, section 7-2). */
function spread(value: number): number {
  let bits = value & 0xffff;
  bits = (bits | (bits << 8)) & 0x00ff00ff;
  bits = (bits | (bits << 4)) & 0x0f0f0f0f;
  bits = (bits | (bits << 2)) & 0x33333333;
  return (bits | (bits << 1)) & 0x55555555;
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

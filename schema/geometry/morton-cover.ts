import type { Box } from './bounding-box.ts';

/** A square of the Z-order curve: 2^k columns and rows, so one unbroken piece of the curve. */
export interface Cell {
  readonly column: number;
  readonly row: number;
  readonly size: number;
}

/** The whole curve: 32 bits each way. */
const WORLD: Cell = { column: 0, row: 0, size: 2 ** 32 };

/** Cells are split until this many times the wanted number of runs are at hand; then near ones are joined. */
const REFINEMENT = 4;

/**
 * At most `most` runs of cells (first and last) in order of the curve that together hold every point of `boxes`
 * (columns and rows from 0). The largest cell that is not wholly inside is split first, so the cover tightens evenly.
 */
export function cover(boxes: readonly Box[], most: number): readonly (readonly [Cell, Cell])[] {
  let cells: readonly Cell[] = [WORLD];
  while (cells.length > 0 && cells.length < most * REFINEMENT) {
    const size = Math.max(...cells.filter((cell) => !inside(cell, boxes)).map((cell) => cell.size));
    if (size <= 1) break;
    cells = cells.flatMap((cell) =>
      cell.size === size && !inside(cell, boxes) ? quarters(cell).filter((part) => meets(part, boxes)) : [cell],
    );
  }
  return joined(cells, Math.max(1, most));
}

/** Cells as runs; of more than `most`, those with the narrowest gaps between them become one. */
function joined(cells: readonly Cell[], most: number): readonly (readonly [Cell, Cell])[] {
  const gaps = cells.slice(1).map((cell, i) => gapBefore(cells[i] ?? cell, cell));
  const widest = [...gaps].sort((a, b) => (a < b ? 1 : a > b ? -1 : 0));
  const threshold = widest[most - 1] ?? 0n;
  const runs: (readonly [Cell, Cell])[] = [];
  for (const [i, cell] of cells.entries()) {
    const run = runs.at(-1);
    if (run && (gaps[i - 1] ?? 0n) <= threshold) runs[runs.length - 1] = [run[0], cell];
    else runs.push([cell, cell]);
  }
  return runs;
}

/** How much of the curve lies between two cells. */
function gapBefore(a: Cell, b: Cell): bigint {
  return placeOf(b) - placeOf(a) - BigInt(a.size) ** 2n;
}

function placeOf({ column, row }: Cell): bigint {
  let place = 0n;
  for (let bit = 31; bit >= 0; bit--) {
    const weight = 2 ** bit;
    place = place * 4n + BigInt((Math.floor(row / weight) % 2) * 2 + (Math.floor(column / weight) % 2));
  }
  return place;
}

/** In order of the curve. */
function quarters({ column, row, size }: Cell): readonly Cell[] {
  const half = size / 2;
  return [
    { column, row, size: half },
    { column: column + half, row, size: half },
    { column, row: row + half, size: half },
    { column: column + half, row: row + half, size: half },
  ];
}

function inside({ column, row, size }: Cell, boxes: readonly Box[]): boolean {
  return boxes.some(
    (box) => box.west <= column && column + size - 1 <= box.east && box.south <= row && row + size - 1 <= box.north,
  );
}

function meets({ column, row, size }: Cell, boxes: readonly Box[]): boolean {
  return boxes.some(
    (box) => column <= box.east && column + size > box.west && row <= box.north && row + size > box.south,
  );
}

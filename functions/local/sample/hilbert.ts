/**
 * The cell at `distance` along the Hilbert curve of a square lattice whose `side` is a power of two (D. Hilbert, Math.
 * Ann. 38, 1891). Any run of the curve is one polygon without holes or pinches: neighbours on the curve share an edge,
 * and the rest of the curve, which begins and ends on the border, could not reach a cell that a run encloses.
 */
export function hilbertCell(side: number, distance: number): readonly [column: number, row: number] {
  let column = 0;
  let row = 0;
  let rest = distance;
  for (let size = 1; size < side; size *= 2) {
    const right = (rest >> 1) & 1;
    const upper = (rest ^ right) & 1;
    [column, row] = turned(size, [column, row], [right, upper]);
    column += size * right;
    row += size * upper;
    rest >>= 2;
  }
  return [column, row];
}

type Pair = readonly [number, number];

function turned(size: number, [column, row]: Pair, [right, upper]: Pair): Pair {
  if (upper === 1) return [column, row];
  return right === 1 ? [size - 1 - row, size - 1 - column] : [row, column];
}

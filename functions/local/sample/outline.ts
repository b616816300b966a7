import { type Edge, edgePoints, latticePoint, type Point, side, vertex } from './lattice.ts';
import { draw, streams } from './random.ts';

/** A cell of the lattice by its lower left vertex. */
export type Cell = readonly [column: number, row: number];

/** A side of a cell, walked with the cell on the left: along its lattice edge, or against it. */
interface Side {
  readonly edge: Edge;
  readonly along: boolean;
  readonly from: Cell;
  readonly to: Cell;
}

/**
 * The outer ring of a connected set of cells without holes or pinches: counter-clockwise and closed (RFC 7946). Every
 * stretch that it shares with a neighbour has the same points in the neighbour's ring, in opposite order.
 */
export function outline(seed: number, cells: readonly Cell[]): readonly Point[] {
  const inside = new Set(cells.map(cellNumber));
  const border = new Map<number, Side>();
  for (const cell of cells) {
    for (const [neighbour, cellSide] of sidesOf(cell)) {
      if (!inside.has(cellNumber(neighbour))) border.set(cellNumber(cellSide.from), cellSide);
    }
  }
  return walk(seed, border);
}

/** The six-cornered enclave in the middle of a cell, closed, counter-clockwise; its hole is the same ring reversed. */
export function islandRing(seed: number, [column, row]: Cell): readonly Point[] {
  const ring = islandCorners.map(([east, north], corner) => {
    const jitter = (draw(seed, streams.island, cellNumber([column, row]), corner) / 4294967296 - 0.5) * 0.04;
    return latticePoint(column + east + jitter, row + north + jitter);
  });
  return [...ring, ...ring.slice(0, 1)];
}

/** Shares of a cell; the enclave stays clear of the cell's jagged sides, which reach 0.16 into it. */
const islandCorners = [
  [0.5, 0.28],
  [0.69, 0.37],
  [0.71, 0.62],
  [0.5, 0.72],
  [0.3, 0.64],
  [0.28, 0.39],
] as const;

function walk(seed: number, border: ReadonlyMap<number, Side>): readonly Point[] {
  const ring: Point[] = [];
  const [first] = border.values();
  let current = first;
  while (current !== undefined) {
    const { edge, along, from, to } = current;
    const between = edgePoints(seed, edge);
    ring.push(vertex(seed, ...from), ...(along ? between : between.toReversed()));
    current = border.get(cellNumber(to));
    if (current === first) break;
  }
  return [...ring, ...ring.slice(0, 1)];
}

function sidesOf([column, row]: Cell): readonly (readonly [neighbour: Cell, side: Side])[] {
  const lowerLeft: Cell = [column, row];
  const lowerRight: Cell = [column + 1, row];
  const upperRight: Cell = [column + 1, row + 1];
  const upperLeft: Cell = [column, row + 1];
  const edge = (at: Cell, northward: boolean): Edge => ({ column: at[0], row: at[1], northward });
  return [
    [[column, row - 1], { edge: edge(lowerLeft, false), along: true, from: lowerLeft, to: lowerRight }],
    [[column + 1, row], { edge: edge(lowerRight, true), along: true, from: lowerRight, to: upperRight }],
    [[column, row + 1], { edge: edge(upperLeft, false), along: false, from: upperRight, to: upperLeft }],
    [[column - 1, row], { edge: edge(lowerLeft, true), along: false, from: upperLeft, to: lowerLeft }],
  ];
}

/** Also numbers vertices and the cells around the lattice, hence the wide rows. */
function cellNumber([column, row]: Cell): number {
  return (row + 1) * (side + 3) + column + 1;
}

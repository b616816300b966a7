import { below, draw, type Stream, streams } from './random.ts';

/** A point in integer units of 1e-7 degrees: what a coordinate is after the register has snapped it. */
export type Point = readonly [longitude: number, latitude: number];

/** Cells along each side of the lattice that all grids are made of. */
export const side = 64;
/** The rough extent of Futian: 113.99-114.11 E, 22.50-22.60 N; a cell is about 193 m by 174 m. */
const west = 1_139_900_000;
const south = 225_000_000;
const cellWidth = 18_750;
const cellHeight = 15_625;

/**
 * How far a vertex leaves its place and an edge its straight line, in shares of a cell. Edges then stay within 0.16 of
 * their lattice line and within 45 degrees of its direction as seen from either end, so that no two of them cross.
 */
const vertexJitter = 0.1;
const edgeJitter = 0.06;

/** The point at a fractional place of the lattice (columns eastward, rows northward), without jitter. */
export function latticePoint(column: number, row: number): Point {
  return [west + Math.round(column * cellWidth), south + Math.round(row * cellHeight)];
}

/** Where the lattice's vertex lies; the same for all grids that meet in it. */
export function vertex(seed: number, column: number, row: number): Point {
  const index = row * (side + 1) + column;
  return latticePoint(
    column + deviation(seed, streams.vertexLongitude, index, vertexJitter),
    row + deviation(seed, streams.vertexLatitude, index, vertexJitter),
  );
}

/** One edge of the lattice, eastward or northward from the vertex at (column, row). */
export interface Edge {
  readonly column: number;
  readonly row: number;
  readonly northward: boolean;
}

/** The one to three points between the ends of an edge, in the edge's direction; the same for both neighbours. */
export function edgePoints(seed: number, { column, row, northward }: Edge): readonly Point[] {
  const index = (row * (side + 1) + column) * 2 + Number(northward);
  const [fromX, fromY] = vertex(seed, column, row);
  const [toX, toY] = northward ? vertex(seed, column, row + 1) : vertex(seed, column + 1, row);
  const count = 1 + below(draw(seed, streams.edgePoint, index), 3);
  return Array.from({ length: count }, (_, part) => {
    const share = (part + 1) / (count + 1);
    const offset = deviation(seed, streams.edgeOffset, index * 4 + part, edgeJitter);
    return [
      Math.round(fromX + (toX - fromX) * share + (northward ? offset * cellWidth : 0)),
      Math.round(fromY + (toY - fromY) * share + (northward ? 0 : offset * cellHeight)),
    ];
  });
}

function deviation(seed: number, stream: Stream, index: number, most: number): number {
  return (draw(seed, stream, index) / 2147483648 - 1) * most;
}

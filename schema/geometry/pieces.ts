import type { Point } from './coordinates.ts';
import { columnsOf } from './edge-columns.ts';
import type { Edge } from './edges.ts';
import { addRuns, bordersOfOutside, boundedPieces, emptyCollection, type Keep } from './piece-collection.ts';
import { latitudeAt } from './shear.ts';
import type { Strip } from './strip.ts';
import { type SweepLimits, type SweepOutcome, sweep } from './sweep.ts';
import type { Piece } from './trapezoid.ts';
import { type Wanted, wantedRuns } from './wanted-runs.ts';

/** Which part of the plane is wanted, and what the search may cost. */
export interface PieceQuery {
  readonly wanted: Wanted;
  readonly keep?: Keep;
  readonly limits?: SweepLimits;
  /** Stop when the wanted area passes this many square metres. */
  readonly enoughM2?: number;
}

/** The wanted part of the plane, as far as the sweep came. */
export interface PieceAnswer {
  readonly outcome: SweepOutcome;
  /** What is bounded, in the order in which the sweep meets it. */
  readonly pieces: readonly Piece[];
  /** The edges along what has no bound, if that is wanted and `borders` are kept. */
  readonly outside: ReadonlySet<number>;
}

/**
 * Finds the wanted part of the plane that `edges` divide, piece by piece. Within a range every piece ends at the
 * range's ends.
 */
export function findPieces(edges: readonly Edge[], query: PieceQuery): PieceAnswer {
  const columns = columnsOf(edges);
  const unbounded = query.wanted(0, 0) && !query.limits?.range;
  const collection = emptyCollection(unbounded, query.keep ?? 'nothing');
  const enough = query.enoughM2 ?? Infinity;
  const visit = (strip: Strip) => {
    addRuns(collection, strip, wantedRuns(strip, columns, query.wanted));
    return collection.totalM2 <= enough;
  };
  const outcome = sweep(columns, visit, query.limits);
  return { outcome, pieces: boundedPieces(collection), outside: bordersOfOutside(collection) };
}

/** Summed area of pieces in square metres. */
export function totalAreaM2(pieces: readonly Piece[]): number {
  return pieces.reduce((sum, piece) => sum + piece.areaM2, 0);
}

/** The piece of largest area. */
export function largestPiece([first, ...others]: readonly Piece[]): Piece | undefined {
  return first && others.reduce((best, piece) => (best.areaM2 >= piece.areaM2 ? best : piece), first);
}

/** A point inside a piece, rounded to units. */
export function pointInPiece({ largest }: Piece): Point {
  const x = (largest.lowWest + largest.lowEast + largest.highWest + largest.highEast) / 4;
  return [Math.round(x), Math.round(latitudeAt((largest.low + largest.high) / 2, x))];
}

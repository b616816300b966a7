import { squareMetresPerUnit } from './ellipsoid.ts';
import { latitudeAt, SHEAR } from './shear.ts';

/** The part of a piece in one strip of a sweep: between two edges, its ends at two heights (shear.ts); x in units. */
export interface Trapezoid {
  readonly low: number;
  readonly high: number;
  readonly lowWest: number;
  readonly lowEast: number;
  readonly highWest: number;
  readonly highEast: number;
  /** The edges that bound it, as places in the list of swept edges; -1 where nothing does. */
  readonly westEdge: number;
  readonly eastEdge: number;
}

/** A connected part of the plane; parts that meet in points only are two. */
export interface Piece {
  readonly areaM2: number;
  /** The trapezoid of largest area: its middle is certainly inside. */
  readonly largest: Trapezoid;
  /** Heights of its lowest and highest point. */
  readonly south: number;
  readonly north: number;
  /** The edges along it, when `borders` are kept. */
  readonly borders: ReadonlySet<number>;
  /** All of it, when `trapezoids` are kept. */
  readonly trapezoids: readonly Trapezoid[];
}

/** Square metres on the ellipsoid, at the scale of the trapezoid's middle; infinite for what has no bound. */
export function trapezoidAreaM2({ low, high, lowWest, lowEast, highWest, highEast }: Trapezoid): number {
  const width = (Math.max(0, lowEast - lowWest) + Math.max(0, highEast - highWest)) / 2;
  if (width === Infinity) return Infinity;
  const middle = latitudeAt((low + high) / 2, (lowWest + lowEast + highWest + highEast) / 4);
  return ((width * (high - low)) / SHEAR) * squareMetresPerUnit(middle);
}

import type { Tier } from './tier.ts';

/** One field that was selected and not shown, wherever it stood in the answer. */
export interface Withheld {
  /** Type and field: `House.floorArea`. */
  readonly coordinate: string;
  /** Rows answered at the coordinate, whether or not they have a value. */
  readonly count: number;
  readonly reason: string;
  /** The lowest tier that may read it. */
  readonly requires: Tier;
  /** The open field to use in its place. */
  readonly instead: string | null;
}

/** Collects what one request withholds; one entry a coordinate. */
export interface Withholding {
  add(withheld: Withheld): void;
  /** Ordered by coordinate. */
  list(): readonly Withheld[];
}

/** An empty collection, to be made once for each request. */
export function createWithholding(): Withholding {
  const byCoordinate = new Map<string, Withheld>();
  return {
    add(withheld) {
      const known = byCoordinate.get(withheld.coordinate)?.count ?? 0;
      byCoordinate.set(withheld.coordinate, { ...withheld, count: known + withheld.count });
    },
    list: () => [...byCoordinate.values()].sort((one, other) => (one.coordinate < other.coordinate ? -1 : 1)),
  };
}

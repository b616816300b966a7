import type { Strip } from './strip.ts';
import { type Piece, type Trapezoid, trapezoidAreaM2 } from './trapezoid.ts';
import { NO_WIDTH, type Run } from './wanted-runs.ts';

/** What is remembered of a piece besides its measures. */
export type Keep = 'borders' | 'trapezoids' | 'nothing';

/** Pieces that grow strip by strip and join (a disjoint-set forest), and how the last strip's runs belong to them. */
export interface Collection {
  readonly drafts: Draft[];
  /** The draft that holds what is unbounded, when that is wanted. */
  readonly outside: Draft | null;
  readonly keep: Keep;
  frontier: readonly Frontier[];
  totalM2: number;
}

interface Draft {
  parent: Draft | null;
  areaM2: number;
  largest: Trapezoid | null;
  largestM2: number;
  south: number;
  north: number;
  readonly borders: Set<number>;
  trapezoids: Trapezoid[];
}

interface Frontier {
  readonly west: number;
  readonly east: number;
  readonly draft: Draft;
}

/** No pieces yet; `unbounded` says that what lies outside all edges is wanted too. */
export function emptyCollection(unbounded: boolean, keep: Keep): Collection {
  const outside = unbounded ? emptyDraft() : null;
  const frontier = outside ? [{ west: -Infinity, east: Infinity, draft: outside }] : [];
  return { drafts: [], outside, keep, frontier, totalM2: 0 };
}

/** Adds the runs of the next strip to the pieces that they touch in more than a point. */
export function addRuns(collection: Collection, strip: Strip, runs: readonly Run[]): void {
  const frontier: Frontier[] = [];
  let at = 0;
  for (const run of runs) {
    const trapezoid = trapezoidOf(strip, run);
    while ((collection.frontier[at]?.east ?? Infinity) <= trapezoid.lowWest + NO_WIDTH) at++;
    const draft = draftBelow(collection, at, trapezoid);
    addTrapezoid(collection, draft, trapezoid);
    frontier.push({ west: trapezoid.highWest, east: trapezoid.highEast, draft });
  }
  collection.frontier = frontier;
}

/** What is bounded on all sides, in the order of its southern ends. */
export function boundedPieces({ drafts, outside, frontier }: Collection): readonly Piece[] {
  for (const { west, east, draft } of outside ? frontier : []) {
    if (outside && east - west > NO_WIDTH) join(outside, draft);
  }
  const unbounded = outside && rootOf(outside);
  const pieces: Piece[] = [];
  for (const draft of drafts) {
    const { areaM2, largest, south, north, borders, trapezoids } = draft;
    if (draft.parent || draft === unbounded || !largest) continue;
    pieces.push({ areaM2, largest, south, north, borders, trapezoids });
  }
  return pieces;
}

/** The edges along what has no bound, if wanted and kept. */
export function bordersOfOutside({ outside }: Collection): ReadonlySet<number> {
  return outside ? rootOf(outside).borders : new Set();
}

/** The draft of the frontier under `trapezoid`, all that it touches joined to one, or a new one. */
function draftBelow(collection: Collection, start: number, trapezoid: Trapezoid): Draft {
  let found: Draft | null = null;
  for (let i = start; i < collection.frontier.length; i++) {
    const below = collection.frontier[i];
    if (!below || below.west >= trapezoid.lowEast - NO_WIDTH) break;
    const overlap = Math.min(below.east, trapezoid.lowEast) - Math.max(below.west, trapezoid.lowWest);
    if (overlap > NO_WIDTH) found = found ? join(found, below.draft) : rootOf(below.draft);
  }
  if (found) return found;
  const draft = emptyDraft();
  collection.drafts.push(draft);
  return draft;
}

function addTrapezoid(collection: Collection, draft: Draft, trapezoid: Trapezoid): void {
  if (collection.keep === 'borders') draft.borders.add(trapezoid.westEdge).add(trapezoid.eastEdge);
  if (collection.keep === 'trapezoids') draft.trapezoids.push(trapezoid);
  const areaM2 = trapezoidAreaM2(trapezoid);
  if (areaM2 === Infinity) {
    if (collection.outside) join(collection.outside, draft);
    return;
  }
  collection.totalM2 += areaM2;
  draft.areaM2 += areaM2;
  draft.south = Math.min(draft.south, trapezoid.low);
  draft.north = Math.max(draft.north, trapezoid.high);
  if (areaM2 <= draft.largestM2) return;
  draft.largestM2 = areaM2;
  draft.largest = trapezoid;
}

function trapezoidOf(strip: Strip, { west, east }: Run): Trapezoid {
  const { low, high, lowX, highX, order, count } = strip;
  const hasWest = west >= 0;
  const hasEast = east < count;
  return {
    low,
    high,
    lowWest: hasWest ? (lowX[west] ?? 0) : -Infinity,
    highWest: hasWest ? (highX[west] ?? 0) : -Infinity,
    lowEast: hasEast ? (lowX[east] ?? 0) : Infinity,
    highEast: hasEast ? (highX[east] ?? 0) : Infinity,
    westEdge: hasWest ? (order[west] ?? -1) : -1,
    eastEdge: hasEast ? (order[east] ?? -1) : -1,
  };
}

/** Makes one draft of two; the smaller lists move, so that all joins together cost n log n. */
function join(a: Draft, b: Draft): Draft {
  let [into, from] = [rootOf(a), rootOf(b)];
  if (into === from) return into;
  if (sizeOf(from) > sizeOf(into)) [into, from] = [from, into];
  from.parent = into;
  into.areaM2 += from.areaM2;
  into.south = Math.min(into.south, from.south);
  into.north = Math.max(into.north, from.north);
  for (const edge of from.borders) into.borders.add(edge);
  from.borders.clear();
  for (const trapezoid of from.trapezoids) into.trapezoids.push(trapezoid);
  from.trapezoids = [];
  if (from.largestM2 <= into.largestM2) return into;
  into.largestM2 = from.largestM2;
  into.largest = from.largest;
  return into;
}

function sizeOf({ borders, trapezoids }: Draft): number {
  return borders.size + trapezoids.length;
}

function rootOf(draft: Draft): Draft {
  let root = draft;
  while (root.parent) {
    if (root.parent.parent) root.parent = root.parent.parent;
    root = root.parent;
  }
  return root;
}

function emptyDraft(): Draft {
  const measures = { areaM2: 0, largest: null, largestM2: 0, south: Infinity, north: -Infinity };
  return { parent: null, ...measures, borders: new Set(), trapezoids: [] };
}

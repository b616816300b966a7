import type { Subtree, TreeRoot } from './block.ts';
import type { CountedReads } from './counted-reads.ts';
import type { IndexBlock } from './index-block.ts';
import { type KeyRange, liesWithin } from './key-range.ts';
import { liveRows } from './liveness.ts';
import { openIndexes } from './open.ts';

/** What is looked for: the beginning of `range` (in reverse its end) that holds `wanted` rows live on `day`. */
export interface SwathRequest {
  readonly range: KeyRange;
  readonly reverse: boolean;
  readonly day: number | undefined;
  readonly wanted: number;
  readonly maximumBlocks: number;
}

/** A subtree that may hold rows of the request. */
export interface Candidate {
  readonly subtree: Subtree;
  /** Where the next subtree of the level begins. */
  readonly end: string | null;
}

/** Leaves that may hold the rows, in reading order. */
export interface Swath {
  readonly leaves: readonly Candidate[];
  /** The part of the range behind them; null when there is none. */
  readonly rest: KeyRange | null;
}

/** So many blocks whose parents cannot tell what is live are looked into for it; of index blocks the first may hold little of the range. */
const mostUncertain = { leaves: 64, indexes: 2 };

/** Goes down to the leaves, one round trip a level; reads none. */
export async function findSwath(root: TreeRoot, request: SwathRequest, reads: CountedReads): Promise<Swath> {
  let candidates: readonly Candidate[] = [{ subtree: root, end: null }].filter((each) => mayHoldRows(each, request));
  let rest: KeyRange | null = null;
  for (let level = root.level; level > 0; level--) {
    const opened = await openIndexes(candidates.map(subtreeOf), reads.blocks);
    const below = opened.flatMap((block, at) => childrenOf(block, candidates[at]?.end ?? null, request));
    const room = Math.max(1, request.maximumBlocks - reads.count - (level - 1));
    const uncertain = level === 1 ? mostUncertain.leaves : mostUncertain.indexes;
    candidates = below.slice(0, Math.min(room, worthLooking(below, request, uncertain)));
    if (candidates.length < below.length) rest = restBehind(below, candidates.length, request);
  }
  return { leaves: candidates, rest };
}

/** The subtree of a candidate. */
export function subtreeOf(candidate: Candidate): Subtree {
  return candidate.subtree;
}

/** The part of the range behind the first `taken` candidates, of which there are more. */
export function restBehind(
  candidates: readonly Candidate[],
  taken: number,
  { range, reverse }: SwathRequest,
): KeyRange {
  const edge = candidates[reverse ? taken - 1 : taken]?.subtree.firstKey;
  return { ...range, [reverse ? 'upper' : 'lower']: edge };
}

/** How many candidates hold `wanted` rows if all are live that may be: those at the edges of the range may hold none. */
export function enough(candidates: readonly Candidate[], { range, day }: SwathRequest, wanted: number): number {
  let expected = 0;
  const last = candidates.findIndex(({ subtree, end }) => {
    if (liesWithin(subtree.firstKey, end, range)) expected += liveRows(subtree, day) ?? subtree.rows;
    return expected >= wanted;
  });
  return last < 0 ? candidates.length : last + 1;
}

function mayHoldRows({ subtree }: Candidate, { day }: SwathRequest): boolean {
  return liveRows(subtree, day) !== 0;
}

/** Children that may hold rows of the request, in reading order. */
function childrenOf(block: IndexBlock, end: string | null, request: SwathRequest): readonly Candidate[] {
  const [start, stop] = block.positionsIn(request.range);
  const children = block.children
    .slice(start, stop)
    .map((subtree, at) => ({ subtree, end: block.children[start + at + 1]?.firstKey ?? end }))
    .filter((child) => mayHoldRows(child, request));
  return request.reverse ? children.reverse() : children;
}

/** How many candidates hold the wanted rows for certain, or are as many as may be looked into for them. */
function worthLooking(candidates: readonly Candidate[], request: SwathRequest, mostUncertain: number): number {
  const { range, day, wanted } = request;
  let [certain, uncertain] = [0, 0];
  const last = candidates.findIndex(({ subtree, end }) => {
    const live = liveRows(subtree, day);
    if (live === null) uncertain += 1;
    else if (liesWithin(subtree.firstKey, end, range)) certain += live;
    return certain >= wanted || uncertain >= mostUncertain;
  });
  return last < 0 ? candidates.length : Math.max(last + 1, enough(candidates, request, wanted));
}

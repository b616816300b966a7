import type { Subtree, TreeRoot } from './block.ts';
import type { CountedReads } from './counted-reads.ts';
import type { IndexBlock } from './index-block.ts';
import { type KeyRange, liesWithin } from './key-range.ts';
import { liveRows } from './liveness.ts';
import { openIndexes, openLeaves } from './open.ts';
import type { Row } from './row.ts';

/** What to read: the beginning of `range` (in reverse its end) that should hold `wanted` rows live on `day`. */
export interface SwathRequest {
  readonly range: KeyRange;
  readonly reverse: boolean;
  readonly day: number | undefined;
  readonly wanted: number;
  readonly maximumBlocks: number;
}

/** What was read. */
export interface Swath {
  /** All rows of the part read, live or not, in reading order. */
  readonly rows: readonly Row[];
  /** The part of the range that was not read; null when there is none. */
  readonly rest: KeyRange | null;
}

interface Candidate {
  readonly subtree: Subtree;
  /** Where the next subtree of the level begins. */
  readonly end: string | null;
}

/** Reads as many leaves at once as their parents say are needed: one round trip a level. */
export async function readSwath(root: TreeRoot, request: SwathRequest, reads: CountedReads): Promise<Swath> {
  const { reverse } = request;
  let candidates: readonly Candidate[] = [{ subtree: root, end: null }].filter((each) => mayHoldRows(each, request));
  let rest: KeyRange | null = null;
  for (let level = root.level; level > 0; level--) {
    const opened = await openIndexes(candidates.map(subtreeOf), reads.blocks);
    const below = opened.flatMap((block, at) => childrenOf(block, candidates[at]?.end ?? null, request));
    const room = Math.max(1, request.maximumBlocks - reads.count - (level - 1));
    candidates = below.slice(0, Math.min(room, enough(below, request)));
    if (candidates.length < below.length) {
      const edge = reverse ? candidates.at(-1) : below[candidates.length];
      rest = { ...request.range, [reverse ? 'upper' : 'lower']: edge?.subtree.firstKey };
    }
  }
  const leaves = await openLeaves(candidates.map(subtreeOf), reads.blocks);
  const rows = leaves.flatMap((leaf) => {
    const within = leaf.within(request.range);
    return reverse ? within.toReversed() : within;
  });
  return { rows, rest };
}

function subtreeOf(candidate: Candidate): Subtree {
  return candidate.subtree;
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

/** How many candidates hold the wanted rows, as far as can be told: those at the edges of the range may hold none. */
function enough(candidates: readonly Candidate[], { range, day, wanted }: SwathRequest): number {
  let expected = 0;
  const last = candidates.findIndex(({ subtree, end }) => {
    if (liesWithin(subtree.firstKey, end, range)) expected += liveRows(subtree, day) ?? subtree.rows;
    return expected >= wanted;
  });
  return last < 0 ? candidates.length : last + 1;
}

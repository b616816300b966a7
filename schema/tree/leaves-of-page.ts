import type { Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import { CountedReads } from './counted-reads.ts';
import { enough, findSwath, restBehind, type SwathRequest, subtreeOf } from './find-swath.ts';
import type { PageRequest } from './page.ts';

/** The leaves that a page begins with, none of them read. */
export interface LeavesOfPage {
  readonly leaves: readonly Subtree[];
  /** Where the next leaf begins; the upper bound of the range when all of it is there. */
  readonly end: string | undefined;
}

/** Tells them by the index blocks alone, which the page needs in any case. */
export async function leavesOfPage(
  root: TreeRoot | null,
  { lower, upper, limit, liveOn: day }: Omit<PageRequest, 'reverse' | 'maximumBlocks'>,
  blocks: Blocks,
): Promise<LeavesOfPage> {
  if (root === null) return { leaves: [], end: upper };
  const maximumBlocks = Number.POSITIVE_INFINITY;
  const request: SwathRequest = { range: { lower, upper }, reverse: false, day, wanted: limit + 1, maximumBlocks };
  const { leaves, rest } = await findSwath(root, request, new CountedReads(blocks));
  const first = enough(leaves, request, request.wanted);
  const behind = first < leaves.length ? restBehind(leaves, first, request) : rest;
  return { leaves: leaves.slice(0, first).map(subtreeOf), end: behind?.lower ?? upper };
}

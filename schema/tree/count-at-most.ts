import type { Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import type { IndexBlock } from './index-block.ts';
import { type KeyRange, liesWithin } from './key-range.ts';
import { openIndexes } from './open.ts';

interface Edge {
  readonly subtree: Subtree;
  /** Where the next subtree begins. */
  readonly end: string | null;
}

/**
 * Rows of a range, and at most those of two leaves more: leaves at its edges count whole, so none is opened. Whoever reads the
 * range afterwards has read every block of this already.
 */
export async function countAtMost(root: TreeRoot | null, range: KeyRange, blocks: Blocks): Promise<number> {
  let total = 0;
  let edges: readonly Edge[] = root === null ? [] : [{ subtree: root, end: null }];
  for (let level = root?.level ?? 0; level > 0; level--) {
    const subtrees = edges.map(({ subtree }) => subtree);
    const opened = await openIndexes(subtrees, blocks);
    const below = opened.flatMap((block, at) => edgesIn(block, range, edges[at]?.end ?? null));
    edges = below.filter(({ subtree, end }) => !liesWithin(subtree.firstKey, end, range));
    total += rowsOf(below) - rowsOf(edges);
  }
  return total + rowsOf(edges);
}

function edgesIn(block: IndexBlock, range: KeyRange, end: string | null): readonly Edge[] {
  const [start, stop] = block.positionsIn(range);
  return block.children
    .slice(start, stop)
    .map((subtree, at) => ({ subtree, end: block.children[start + at + 1]?.firstKey ?? end }));
}

function rowsOf(edges: readonly Edge[]): number {
  return edges.reduce((sum, { subtree }) => sum + subtree.rows, 0);
}

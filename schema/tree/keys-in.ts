import type { Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import type { KeyRange } from './key-range.ts';
import { openIndexes, openLeaves } from './open.ts';

/** All keys of a range, in order, without their rows: long values are not read. One round trip a level. */
export async function keysIn(root: TreeRoot | null, range: KeyRange, blocks: Blocks): Promise<readonly string[]> {
  if (root === null) return [];
  let subtrees: readonly Subtree[] = [root];
  for (let level = root.level; level > 0; level--) {
    const opened = await openIndexes(subtrees, blocks);
    subtrees = opened.flatMap((block) => block.children.slice(...block.positionsIn(range)));
  }
  const leaves = await openLeaves(subtrees, blocks);
  return leaves.flatMap((leaf) => {
    const [start, end] = leaf.positionsIn(range);
    return Array.from({ length: end - start }, (_, at) => leaf.keyAt(start + at));
  });
}

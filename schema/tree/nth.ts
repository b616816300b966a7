import type { Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import { count } from './count.ts';
import type { Entry } from './entry.ts';
import { openIndexes, openLeaves } from './open.ts';
import { resolveRows } from './resolve-rows.ts';

/** The entry that has exactly `position` entries before it; null when the tree is shorter. */
export async function nth(root: TreeRoot | null, position: number, blocks: Blocks): Promise<Entry | null> {
  if (root === null || position < 0 || position >= root.rows) return null;
  let subtree: Subtree = root;
  let rest = position;
  while (subtree.level > 0) {
    const [block] = await openIndexes([subtree], blocks);
    for (const child of block?.children ?? []) {
      subtree = child;
      if (rest < child.rows) break;
      rest -= child.rows;
    }
  }
  const [leaf] = await openLeaves([subtree], blocks);
  const [entry] = leaf === undefined ? [] : await resolveRows([leaf.rowAt(rest)], blocks);
  return entry ?? null;
}

/** How many entries stand before `key`, whether or not it is there itself. */
export async function rank(root: TreeRoot | null, key: string, blocks: Blocks): Promise<number> {
  return count(root, { upper: key }, blocks);
}

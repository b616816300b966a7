import type { Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import type { Entry } from './entry.ts';
import type { KeyRange } from './key-range.ts';
import { openIndexes, openLeaves } from './open.ts';
import { readAhead } from './read-ahead.ts';
import { resolveGroups } from './resolve-rows.ts';

/** All entries of a range in key order, read ahead. */
export async function* scan(
  root: TreeRoot | null,
  range: KeyRange,
  blocks: Blocks,
): AsyncGenerator<Entry, void, undefined> {
  for await (const entries of scanLeaves(root, range, blocks)) yield* entries;
}

/** The same, one array for each leaf: for who streams a million rows. */
export async function* scanLeaves(
  root: TreeRoot | null,
  range: KeyRange,
  blocks: Blocks,
): AsyncGenerator<readonly Entry[], void, undefined> {
  if (root === null) return;
  let subtrees: Iterable<Subtree> | AsyncIterable<Subtree> = [root];
  for (let level = root.level; level > 0; level--) subtrees = childrenOf(subtrees, range, blocks);
  yield* readAhead(subtrees, async (batch) => {
    const leaves = await openLeaves(batch, blocks);
    return resolveGroups(
      leaves.map((leaf) => leaf.within(range)),
      blocks,
    );
  });
}

async function* childrenOf(
  subtrees: Iterable<Subtree> | AsyncIterable<Subtree>,
  range: KeyRange,
  blocks: Blocks,
): AsyncGenerator<Subtree, void, undefined> {
  for await (const block of readAhead(subtrees, (batch) => openIndexes(batch, blocks))) {
    yield* block.children.slice(...block.positionsIn(range));
  }
}

import type { BlockReference, Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import { openIndexes, openLeaves } from './open.ts';
import { windows } from './windows.ts';

const readAtOnce = 64;

/** Every block of a tree, parents before children, overflow pieces included; a piece that two rows share is named twice. */
export async function* references(
  root: TreeRoot | null,
  blocks: Blocks,
): AsyncGenerator<BlockReference, void, undefined> {
  if (root !== null) yield* referencesIn([root], blocks);
}

async function* referencesIn(
  subtrees: readonly Subtree[],
  blocks: Blocks,
): AsyncGenerator<BlockReference, void, undefined> {
  for await (const window of windows(subtrees, readAtOnce)) {
    yield* window;
    if (window[0]?.level === 0) {
      for (const leaf of await openLeaves(window, blocks)) yield* leaf.pieces();
    } else {
      for (const block of await openIndexes(window, blocks)) yield* referencesIn(block.children, blocks);
    }
  }
}

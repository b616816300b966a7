import type { Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import { openIndexes } from './open.ts';

/** First keys of the leaves that begin at `from` or behind it, in order; reads index blocks only, as it goes. */
export async function* leafStarts(
  root: TreeRoot,
  from: string,
  blocks: Blocks,
): AsyncGenerator<string, undefined, undefined> {
  for await (const { firstKey } of leavesBelow(root, from, blocks)) if (firstKey >= from) yield firstKey;
  return undefined;
}

async function* leavesBelow(subtree: Subtree, from: string, blocks: Blocks): AsyncGenerator<Subtree> {
  if (subtree.level === 0) {
    yield subtree;
    return;
  }
  const [block] = await openIndexes([subtree], blocks);
  if (block === undefined) return;
  for (const child of block.children.slice(block.positionOf(from))) yield* leavesBelow(child, from, blocks);
}

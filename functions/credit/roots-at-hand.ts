import type { TreeRoot } from '../../schema/tree/block.ts';
import type { Block } from '../../schema/tree/blocks.ts';
import { IndexBlock } from '../../schema/tree/index-block.ts';
import type { KeyRange } from '../../schema/tree/key-range.ts';
import { blocksBelow } from '../../schema/tree/look-up.ts';
import { leastRecentlyUsed } from '../store/least-recently-used.ts';

/** Reads bytes by name. */
type ReadNames = (names: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>;

/** Trees of today and tomorrow, the one that waits, and those of an edition that is just replaced. */
const rootsKept = 8;

/**
 * Roots as they were last read, whoever was asked about: they tell what will be asked for next, so that both are asked for at once. They
 * are names to ask for and no more: every block of an answer, the root too, is read and verified for that answer.
 */
export interface RootsAtHand {
  /** `read`, with what lies below the root and within the ranges asked for together with it, in one call. */
  ahead(read: ReadNames, root: TreeRoot, ranges: readonly KeyRange[]): ReadNames;
  note(blocks: readonly Block[]): void;
}

/** No root yet. */
export function rootsAtHand(): RootsAtHand {
  const known = leastRecentlyUsed<string, IndexBlock>(rootsKept);
  return {
    ahead: (read, root, ranges) => {
      const index = known.get(root.hash);
      if (index === undefined) return read;
      const below = blocksBelow(index, ranges);
      // Of whom nothing can be found as much is read as of others.
      const hashes = (below.length === 0 ? index.children.slice(0, 1) : below).map(({ hash }) => hash);
      return together(read, [root.hash, ...hashes]);
    },
    note: ([block]) => {
      if (block instanceof IndexBlock) known.set(block.hash, block);
    },
  };
}

/** Reads all of `names` when the first of them is asked for; whatever else is asked for is read when it is. */
function together(read: ReadNames, names: readonly string[]): ReadNames {
  const asked = new Set(names);
  let all: ReturnType<ReadNames> | null = null;
  return (wanted) => {
    if (!wanted.every((name) => asked.has(name))) return read(wanted);
    all ??= read(names);
    return all;
  };
}

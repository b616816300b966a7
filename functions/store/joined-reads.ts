import type { BlockReference } from '../../schema/tree/block.ts';
import type { Block, Blocks } from '../../schema/tree/blocks.ts';
import { isBrokenTree } from '../../schema/tree/broken-tree.ts';
import { isDamagedBlock } from './block-codec.ts';

interface Ask {
  readonly references: readonly BlockReference[];
  readonly resolve: (blocks: readonly Block[] | Promise<readonly Block[]>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The blocks of `source`; what is asked for before the program next waits is read as one, in one round trip. A damaged block is told
 * to those alone who asked for it: the others are then answered by themselves.
 */
export function joinedReads(source: Blocks): Blocks {
  let waiting: Ask[] = [];
  const readAll = () => {
    const asks = waiting;
    waiting = [];
    answer(source, asks).catch((error) => {
      for (const ask of asks) {
        if (asks.length > 1 && (isBrokenTree(error) || isDamagedBlock(error))) ask.resolve(source(ask.references));
        else ask.reject(error);
      }
    });
  };
  return (references) =>
    new Promise((resolve, reject) => {
      // Runs when no promise that is settled has anything left to do: everybody who can ask now has asked.
      if (waiting.push({ references, resolve, reject }) === 1) process.nextTick(readAll);
    });
}

async function answer(source: Blocks, asks: readonly Ask[]): Promise<void> {
  const blocks = await source(asks.flatMap(({ references }) => references));
  let at = 0;
  for (const { references, resolve } of asks) {
    resolve(blocks.slice(at, at + references.length));
    at += references.length;
  }
}

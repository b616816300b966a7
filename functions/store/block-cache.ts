import type { BlockReference } from '../../schema/tree/block.ts';
import type { Block, Blocks } from '../../schema/tree/blocks.ts';
import { leastRecentlyUsed } from './least-recently-used.ts';
import { joined, type SharedRead, shared } from './shared-read.ts';

/** Hears of each look-up how many blocks were held, and how many had to be read. */
export type LookupListener = (hits: number, misses: number) => void;

/**
 * The blocks of `source`, of which the most recently used `maximumBytes` are held in memory. What several callers ask for at once is
 * read once; a read that fails is not remembered, and asked for again by other requests that joined it. Blocks never change, so
 * nothing held is ever stale. Make one for each field class: a block of one class is then never found by way of another.
 */
export function cachedBlocks(source: Blocks, maximumBytes: number, onLookup: LookupListener = () => {}): Blocks {
  const held = leastRecentlyUsed<string, Block>(maximumBytes, (block) => block.bytesHeld);
  const coming = new Map<string, SharedRead<Block>>();

  const begin = (missing: ReadonlyMap<string, BlockReference>) => {
    const answer = source([...missing.values()]);
    [...missing.keys()].forEach((key, index) => {
      const block = answer.then((blocks) => hold(key, blocks[index]));
      coming.set(key, shared(block));
      const settled = () => coming.delete(key);
      block.then(settled, settled);
    });
  };
  const hold = (key: string, block: Block | undefined) => {
    if (block === undefined) throw new Error(`Cannot read block "${key}": the store must answer every block asked for`);
    held.set(key, block);
    return block;
  };

  const readOn = (reference: BlockReference) => {
    const read = coming.get(keyOf(reference));
    return read === undefined ? lost(reference) : joined(read, () => readAgain(reference));
  };
  const readAgain = async (reference: BlockReference) => (await read([reference]))[0] ?? lost(reference);
  const read: Blocks = async (references) => {
    const found = references.map((reference) => held.get(keyOf(reference)));
    const missed = found.filter((block) => block === undefined).length;
    onLookup(found.length - missed, missed);
    if (isFull(found)) return found;
    const absent = references.filter((reference, index) => found[index] === undefined && !coming.has(keyOf(reference)));
    if (absent.length > 0) begin(new Map(absent.map((reference) => [keyOf(reference), reference])));
    return Promise.all(references.map((reference, index) => found[index] ?? readOn(reference)));
  };
  return read;
}

/** With the level: a leaf that an index names as an index is asked for anew, and refused by whoever opens it. */
function keyOf({ hash, level }: BlockReference): string {
  return `${hash} ${level}`;
}

function isFull(found: readonly (Block | undefined)[]): found is readonly Block[] {
  return !found.includes(undefined);
}

function lost(reference: BlockReference): never {
  throw new Error(`Cannot read block "${reference.hash}": it must be held or on its way`);
}

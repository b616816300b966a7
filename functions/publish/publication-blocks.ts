import type { BlockReader, BlockWriter, NamedBlock } from '../../schema/ports.ts';
import type { BlockClass } from '../../schema/privacy/block-class.ts';
import type { BlockSink } from '../../schema/tree/block.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { type ReadBytes, verifiedBlocks } from '../../schema/tree/verified-blocks.ts';
import { cachedBlocks } from '../store/block-cache.ts';

/** Blocks as one publication reads and writes them: what it wrote itself it can read at once. */
export interface PublicationBlocks {
  blocks(blockClass: BlockClass): Blocks;
  sink(blockClass: BlockClass): BlockSink;
  /** Waits until everything written is stored. */
  flush(): Promise<void>;
  readonly written: number;
}

/** Blocks a class keeps back before they go to the store in one batch. */
const batchSize = 250;
/** Held of each class: files come in the order of keys, so that a block is soon done with; what is held longer outlives young memory. */
const cacheBytes = 8 * 1024 * 1024;

interface Shelf {
  readonly blocks: Blocks;
  readonly sink: BlockSink;
  flush(): Promise<void>;
}

/** Blocks over a store; a dry run keeps what it writes to itself. */
export function publicationBlocks(store: BlockReader & BlockWriter, dryRun: boolean): PublicationBlocks {
  const shelves = new Map<BlockClass, Shelf>();
  let written = 0;
  const shelf = (blockClass: BlockClass): Shelf => {
    const standing = shelves.get(blockClass);
    if (standing !== undefined) return standing;
    const onWrite = (): void => {
      if (!dryRun) written += 1;
    };
    const made = makeShelf(store, blockClass, { dryRun, onWrite });
    shelves.set(blockClass, made);
    return made;
  };
  return {
    blocks: (blockClass) => shelf(blockClass).blocks,
    sink: (blockClass) => shelf(blockClass).sink,
    async flush() {
      for (const { flush } of shelves.values()) await flush();
    },
    get written() {
      return written;
    },
  };
}

interface ShelfSettings {
  readonly dryRun: boolean;
  readonly onWrite: () => void;
}

/** One class: a batch is being written while the next one fills, so that the store and the merges work side by side. */
function makeShelf(store: BlockReader & BlockWriter, blockClass: BlockClass, settings: ShelfSettings): Shelf {
  let pending = new Map<string, Uint8Array>();
  const leaving = new Set<ReadonlyMap<string, Uint8Array>>();
  let writing: Promise<void> = Promise.resolve();
  const begin = (): Promise<void> => {
    const before = writing;
    const batch = pending;
    pending = new Map();
    leaving.add(batch);
    writing = before.then(async () => {
      await store.write(blockClass, blocksOf(batch));
      leaving.delete(batch);
    });
    writing.catch(() => undefined); // told to whoever waits next
    return before;
  };
  const own = (name: string): Uint8Array | undefined =>
    pending.get(name) ??
    leaving
      .values()
      .find((batch) => batch.has(name))
      ?.get(name);
  return {
    blocks: cachedBlocks(verifiedBlocks(readThrough(own, (names) => store.read(blockClass, names))), cacheBytes),
    async flush() {
      if (!settings.dryRun && pending.size > 0) begin();
      await writing;
    },
    sink(name, bytes) {
      pending.set(name, bytes);
      settings.onWrite();
      return pending.size < batchSize || settings.dryRun ? undefined : begin();
    },
  };
}

function blocksOf(batch: ReadonlyMap<string, Uint8Array>): NamedBlock[] {
  return [...batch].map(([name, bytes]) => ({ name, bytes }));
}

/** Reads what is at hand there, and only the rest from the store. */
function readThrough(own: (name: string) => Uint8Array | undefined, stored: ReadBytes): ReadBytes {
  return async (names, take) => {
    const found = new Map<string, Uint8Array>();
    for (const name of names) {
      const bytes = own(name);
      if (bytes !== undefined) found.set(name, bytes);
    }
    const others = names.filter((name) => !found.has(name));
    return others.length === 0 ? found : new Map([...found, ...(await stored(others, take))]);
  };
}

import type { BlockReader, BlockWriter, NamedBlock } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import type { BlockSink } from '../../schema/tree/block.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';
import { cachedBlocks } from '../store/block-cache.ts';

/** Blocks as one publication reads and writes them: what it wrote itself it can read at once. */
export interface PublicationBlocks {
  blocks(fieldClass: FieldClass): Blocks;
  sink(fieldClass: FieldClass): BlockSink;
  /** Waits until everything written is stored. */
  flush(): Promise<void>;
  readonly written: number;
}

/** Blocks a class keeps back before they go to the store in one batch. */
const batchSize = 250;
const cacheBytes = 24 * 1024 * 1024;

interface Shelf {
  readonly pending: Map<string, Uint8Array>;
  readonly blocks: Blocks;
  readonly sink: BlockSink;
  flush(): Promise<void>;
}

/** Blocks over a store; a dry run keeps what it writes to itself. */
export function publicationBlocks(store: BlockReader & BlockWriter, dryRun: boolean): PublicationBlocks {
  const shelves = new Map<FieldClass, Shelf>();
  let written = 0;
  const shelf = (fieldClass: FieldClass): Shelf => {
    const standing = shelves.get(fieldClass);
    if (standing !== undefined) return standing;
    const made = makeShelf(store, fieldClass, { dryRun, onWrite: () => (written += 1) });
    shelves.set(fieldClass, made);
    return made;
  };
  return {
    blocks: (fieldClass) => shelf(fieldClass).blocks,
    sink: (fieldClass) => shelf(fieldClass).sink,
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

function makeShelf(store: BlockReader & BlockWriter, fieldClass: FieldClass, settings: ShelfSettings): Shelf {
  const pending = new Map<string, Uint8Array>();
  const flush = async (): Promise<void> => {
    if (settings.dryRun) return;
    const blocks = [...pending].map(([name, bytes]): NamedBlock => ({ name, bytes }));
    if (blocks.length === 0) return;
    await store.write(fieldClass, blocks);
    for (const { name } of blocks) pending.delete(name);
  };
  const read = async (names: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> => {
    const own = new Map<string, Uint8Array>();
    for (const name of names) {
      const bytes = pending.get(name);
      if (bytes !== undefined) own.set(name, bytes);
    }
    const others = names.filter((name) => !own.has(name));
    if (others.length === 0) return own;
    return new Map([...own, ...(await store.read(fieldClass, others))]);
  };
  return {
    pending,
    blocks: cachedBlocks(verifiedBlocks(read), cacheBytes),
    flush,
    sink(name, bytes) {
      pending.set(name, bytes);
      settings.onWrite();
      return pending.size < batchSize || settings.dryRun ? undefined : flush();
    },
  };
}

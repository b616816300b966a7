import { packBlock } from '../../functions/store/block-codec.ts';
import type { Store } from '../../schema/ports.ts';
import { halfReadsOf, writesOf } from './cost.ts';

/** What DynamoDB would have billed. */
export interface Meter {
  halfReads: number;
  writes: number;
}

/** Bytes of an item's key and names beside its content. */
const itemOverhead = 100;

/** The same store, metering blocks as DynamoDB would: each as compressed as it is stored, rounded up. */
export function meteredStore(store: Store): { readonly store: Store; readonly meter: Meter } {
  const meter: Meter = { halfReads: 0, writes: 0 };
  const stored = (name: string, bytes: Uint8Array) => packBlock({ name, bytes }).length + itemOverhead;
  const blocks: Store['blocks'] = {
    read: async (blockClass, names) => {
      const found = await store.blocks.read(blockClass, names);
      for (const [name, bytes] of found) meter.halfReads += halfReadsOf(stored(name, bytes));
      return found;
    },
    write: (blockClass, written) => {
      for (const { name, bytes } of written) meter.writes += writesOf(stored(name, bytes));
      return store.blocks.write(blockClass, written);
    },
  };
  return { store: { ...store, blocks }, meter };
}

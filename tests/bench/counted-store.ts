import type { Store } from '../../schema/ports.ts';

/** What was read of a store since the last reset. */
export interface Reads {
  /** Requests to the store. */
  calls: number;
  blocks: number;
  /** Times that somebody began to wait: requests sent while others are under way count with them. */
  trips: number;
  /** Requests that are not answered yet. */
  pending: number;
}

/** The same store, counting its reads of blocks. */
export function countedStore(store: Store): { readonly store: Store; readonly reads: Reads } {
  const reads: Reads = { calls: 0, blocks: 0, trips: 0, pending: 0 };
  const read: Store['blocks']['read'] = (fieldClass, names, take) => {
    reads.calls += 1;
    reads.blocks += names.length;
    if (reads.pending === 0) reads.trips += 1;
    reads.pending += 1;
    return store.blocks.read(fieldClass, names, take).finally(() => {
      reads.pending -= 1;
    });
  };
  return { store: { ...store, blocks: { read, write: store.blocks.write } }, reads };
}

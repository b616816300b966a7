import { classOfTree, densityOfTree, type Trees } from '../../schema/publication/next-editions.ts';
import type { Operation } from '../../schema/tree/entry.ts';
import { mergeBatches } from '../../schema/tree/merge.ts';
import { orderOperation } from './order-changes.ts';
import type { PublicationBlocks } from './publication-blocks.ts';
import { createRowSorter, type RowSorter } from './sort-rows.ts';
import type { KeyedText } from './sorting/keyed-text.ts';

/** Orders of one register that are merged at the end: their steps come code by code, each order sorts them its own way. */
export interface OrderMerges {
  put(order: string, step: KeyedText): void;
  settle(): Promise<void>;
  finish(): Promise<Trees>;
  /** Drops what is left of the sorting. */
  close(): Promise<void>;
}

/** Characters that one order keeps in memory before it spills: with more, steps grow old before they leave, and the collector copies them all. */
const memory = 2 * 1024 * 1024;

interface Sorting {
  readonly sorter: RowSorter;
  waiting: KeyedText[];
}

/** Collects the steps for the orders of `bases`, which are the trees that stand. */
export function orderMerges(bases: Trees, place: { store: PublicationBlocks; folder: string }): OrderMerges {
  const sortings = new Map<string, Sorting>();
  for (const name of Object.keys(bases))
    sortings.set(name, { sorter: createRowSorter({ folder: place.folder, memory }), waiting: [] });
  return {
    put: (order, step) => sortings.get(order)?.waiting.push(step),
    async settle() {
      for (const sorting of sortings.values()) {
        const steps = sorting.waiting;
        sorting.waiting = [];
        await sorting.sorter.add(steps);
      }
    },
    async finish() {
      await this.settle();
      const trees: { [name: string]: Trees[string] } = {};
      for (const [name, { sorter }] of sortings) {
        const of = classOfTree(name);
        const target = { blocks: place.store.blocks(of), sink: place.store.sink(of), density: densityOfTree(name) };
        trees[name] = await mergeBatches(bases[name] ?? null, operations(sorter), target);
      }
      return trees;
    },
    async close() {
      for (const { sorter } of sortings.values()) await sorter[Symbol.asyncDispose]();
    },
  };
}

async function* operations(sorter: RowSorter): AsyncGenerator<readonly Operation[]> {
  for await (const batch of sorter.sorted()) yield batch.map(orderOperation);
}

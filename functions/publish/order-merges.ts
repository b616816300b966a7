import { densityOfTree, type Trees } from '../../schema/publication/next-editions.ts';
import type { Order } from '../../schema/publication/orders.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { Entry, Operation } from '../../schema/tree/entry.ts';
import { mergeBatches } from '../../schema/tree/merge.ts';
import type { PublicationBlocks } from './publication-blocks.ts';
import { createRowSorter, type RowSorter } from './sort-rows.ts';
import type { KeyedText } from './sorting/keyed-text.ts';

type PointedAt = (code: string) => readonly StoredRow[];

/** One side of a change: rows of a code, and the rows that they point at. */
export interface OrderSide {
  readonly rows: readonly StoredRow[];
  readonly pointedAt: PointedAt;
}

/** Orders of one register that follow its rows: changes come code by code, each order sorts them its own way. */
export interface OrderMerges {
  change(before: OrderSide, after: OrderSide): void;
  settle(): Promise<void>;
  finish(): Promise<Trees>;
  /** Drops what is left of the sorting. */
  close(): Promise<void>;
}

const removed = '-';
/** Characters that one order keeps in memory before it spills. */
const memory = 8 * 1024 * 1024;

interface Sorting {
  readonly order: Order;
  readonly sorter: RowSorter;
  waiting: KeyedText[];
}

/** Collects the operations on `orders`; `bases` are the trees that stand. */
export function orderMerges(
  orders: readonly Order[],
  bases: Trees,
  place: { store: PublicationBlocks; folder: string },
): OrderMerges {
  const sortings = orders.map(
    (order): Sorting => ({ order, sorter: createRowSorter({ folder: place.folder, memory }), waiting: [] }),
  );
  return {
    change(before, after) {
      for (const { order, waiting } of sortings) {
        addOperations(
          waiting,
          order.entries(before.rows, before.pointedAt),
          order.entries(after.rows, after.pointedAt),
        );
      }
    },
    async settle() {
      for (const sorting of sortings) {
        const rows = sorting.waiting;
        sorting.waiting = [];
        await sorting.sorter.add(rows);
      }
    },
    async finish() {
      await this.settle();
      const trees: { [name: string]: Trees[string] } = {};
      const ports = { blocks: place.store.blocks('open'), sink: place.store.sink('open') };
      for (const { order, sorter } of sortings) {
        const target = { ...ports, density: densityOfTree(order.name) };
        trees[order.name] = await mergeBatches(bases[order.name] ?? null, operations(sorter), target);
      }
      return trees;
    },
    async close() {
      for (const { sorter } of sortings) await sorter[Symbol.asyncDispose]();
    },
  };
}

function addOperations(waiting: KeyedText[], before: readonly Entry[], after: readonly Entry[]): void {
  if (before.length === 0) {
    for (const [key, from, to] of after) waiting.push([key, `${from} ${to ?? ''}`]);
    return;
  }
  const kept = new Map(after.map((entry) => [entry[0], entry]));
  for (const entry of before) {
    const counterpart = kept.get(entry[0]);
    if (counterpart === undefined) waiting.push([entry[0], removed]);
    else if (counterpart[1] === entry[1] && counterpart[2] === entry[2]) kept.delete(entry[0]);
  }
  for (const [key, from, to] of kept.values()) waiting.push([key, `${from} ${to ?? ''}`]);
}

async function* operations(sorter: RowSorter): AsyncGenerator<readonly Operation[]> {
  for await (const batch of sorter.sorted()) {
    yield batch.map(([key, payload]): Operation => [key, payload === removed ? null : orderEntry(key, payload)]);
  }
}

function orderEntry(key: string, period: string): Entry {
  const space = period.indexOf(' ');
  const to = period.slice(space + 1);
  return [key, Number(period.slice(0, space)), to === '' ? null : Number(to), null];
}

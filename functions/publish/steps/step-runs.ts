import type { WorkStore } from '../../../schema/ports.ts';
import type { Entry, Operation } from '../../../schema/tree/entry.ts';
import { orderOperation } from '../order-changes.ts';
import { createRowSorter, type RowSorter } from '../sort-rows.ts';
import type { KeyedText } from '../sorting/keyed-text.ts';
import type { TreeChanges } from '../tree-changes.ts';
import { createRun, type Run, type RunWriter } from './run-object.ts';
import type { StepSizes } from './step-ports.ts';

/** The steps for one tree that one range of codes came to, sorted. */
export interface TreeRun {
  /** `<register>/<tree>`. */
  readonly tree: string;
  readonly run: Run;
}

/** Collects the steps for all trees of a publication in sorted runs, for later ones to build. */
export interface StepRuns extends TreeChanges, AsyncDisposable {
  finish(work: WorkStore, nameOf: (tree: string) => string): Promise<readonly TreeRun[]>;
}

interface Sorting {
  readonly sorter: RowSorter;
  waiting: KeyedText[];
}

const removed = '-';

/** Makes a collection for a publication of `register`: rows come in order, orders are sorted. */
export function stepRuns(register: string, { folder, sizes }: { folder: string; sizes: StepSizes }): StepRuns {
  const rows = new Map<string, RunWriter>();
  const orders = new Map<string, Sorting>();
  return {
    put(tree, key, entry) {
      const name = `${register}/${tree}`;
      const writer = rows.get(name) ?? createRun(sizes.page);
      rows.set(name, writer);
      writer.add([[key, rowText(entry)]]);
    },
    order(of, order, step) {
      const name = `${of}/${order}`;
      const memory = sizes.sortMemory / 2;
      const sorting = orders.get(name) ?? { sorter: createRowSorter({ folder, memory }), waiting: [] };
      orders.set(name, sorting);
      sorting.waiting.push(step);
    },
    settle: () => settleAll(orders),
    async finish(work, nameOf) {
      await settleAll(orders);
      for (const [tree, { sorter }] of orders) {
        const writer = createRun(sizes.page);
        for await (const steps of sorter.sorted()) writer.add(steps);
        rows.set(tree, writer);
      }
      return finishAll(rows, (writer, tree) => writer.finish(work, nameOf(tree)));
    },
    async [Symbol.asyncDispose]() {
      for (const { sorter } of orders.values()) await sorter[Symbol.asyncDispose]();
    },
  };
}

async function settleAll(orders: ReadonlyMap<string, Sorting>): Promise<void> {
  for (const sorting of orders.values()) {
    const steps = sorting.waiting;
    sorting.waiting = [];
    await sorting.sorter.add(steps);
  }
}

async function finishAll(
  writers: ReadonlyMap<string, RunWriter>,
  finish: (writer: RunWriter, tree: string) => Promise<Run | null>,
): Promise<readonly TreeRun[]> {
  const runs: TreeRun[] = [];
  for (const [tree, writer] of writers) {
    const run = await finish(writer, tree);
    if (run !== null) runs.push({ tree, run });
  }
  return runs;
}

function rowText(entry: Entry | null): string {
  return entry === null ? removed : JSON.stringify(entry.slice(1));
}

/** Reads a step for `tree` back. */
export function stepOperation(tree: string, step: KeyedText): Operation {
  if (tree.includes('/order.')) return orderOperation(step);
  const [key, text] = step;
  if (text === removed) return [key, null];
  const [from, to, value] = JSON.parse(text);
  return [key, [key, from, to, value]];
}

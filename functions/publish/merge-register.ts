import { classOfTree, type Trees } from '../../schema/publication/next-editions.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { type MergedCodes, mergeCodes } from './merge-codes.ts';
import { type OrderMerges, orderMerges } from './order-merges.ts';
import type { PublicationState } from './publication-state.ts';
import { type TreeBases, treeBases } from './tree-bases.ts';
import type { TreeChanges } from './tree-changes.ts';
import { treeMerges } from './tree-merges.ts';

/** New trees of the register and of the orders that depend on it, before anything is visible. */
export interface MergedRegister extends MergedCodes {
  readonly trees: Trees;
  readonly derived: { readonly [R in RegisterName]?: Trees };
}

/** Merges the sorted file with the register that stands: rows, superseded rows and orders, in one pass over both. */
export async function mergeRegister(state: PublicationState): Promise<MergedRegister> {
  const bases = await treeBases(state);
  await using merges = startMerges(state, bases);
  const { counts, retirements } = await mergeCodes(state, bases, merges.changes);
  return { ...(await merges.finish()), counts, retirements };
}

interface Merges extends AsyncDisposable {
  readonly changes: TreeChanges;
  finish(): Promise<Pick<MergedRegister, 'trees' | 'derived'>>;
}

/** All trees at once: rows are merged while steps come, orders when all have come. */
function startMerges(state: PublicationState, bases: TreeBases): Merges {
  const place = { store: state.store, folder: state.folder };
  const rowTrees = treeMerges(bases.rows, classOfTree, state.store);
  const own = orderMerges(bases.orders, place);
  const derived = new Map<RegisterName, OrderMerges>();
  for (const [name, trees] of Object.entries(bases.derived) as [RegisterName, Trees][])
    derived.set(name, orderMerges(trees, place));
  const orders = new Map([...derived, [state.register.name, own] as const]);
  return {
    changes: {
      put: rowTrees.put,
      order: (register, order, step) => orders.get(register)?.put(order, step),
      async settle() {
        await rowTrees.settle();
        for (const merges of orders.values()) await merges.settle();
      },
    },
    async finish() {
      const trees = { ...(await rowTrees.finish()), ...(await own.finish()) };
      const others: { [R in RegisterName]?: Trees } = {};
      for (const [name, merges] of derived) others[name] = await merges.finish();
      return { trees, derived: others };
    },
    async [Symbol.asyncDispose]() {
      await rowTrees.close();
      for (const merges of orders.values()) await merges.close();
    },
  };
}

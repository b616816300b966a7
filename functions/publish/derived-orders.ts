import type { Trees } from '../../schema/publication/next-editions.ts';
import { type Order, ordersOf } from '../../schema/publication/orders.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { getGroups } from '../../schema/tree/get.ts';
import { type OrderMerges, orderMerges } from './order-merges.ts';
import { openRows } from './parent-rows.ts';
import type { PublicationBlocks } from './publication-blocks.ts';
import type { PublicationState } from './publication-state.ts';

/** Orders of later registers that run through the rows of the one that is published: a building takes its houses along. */
export interface DerivedOrders {
  change(code: string, before: readonly StoredRow[], after: readonly StoredRow[]): void;
  settle(): Promise<void>;
  finish(): Promise<{ readonly [R in RegisterName]?: Trees }>;
  close(): Promise<void>;
}

interface Dependent {
  readonly name: RegisterName;
  /** The order of the dependent register by the codes that are published. */
  readonly via: string;
  readonly merges: OrderMerges;
}

interface Change {
  readonly before: readonly StoredRow[];
  readonly after: readonly StoredRow[];
}

/** Follows the changes of `state.register` into the orders that depend on them. */
export function derivedOrders(
  state: PublicationState,
  place: { store: PublicationBlocks; folder: string },
): DerivedOrders {
  const dependents = dependentsOf(state, place);
  let waiting = new Map<string, Change>();
  return {
    change(code, before, after) {
      if (dependents.length > 0) waiting.set(code, { before, after });
    },
    async settle() {
      const changes = waiting;
      waiting = new Map();
      for (const dependent of dependents) await follow(dependent, changes, state);
    },
    async finish() {
      const trees: { [R in RegisterName]?: Trees } = {};
      for (const { name, merges } of dependents) trees[name] = await merges.finish();
      return trees;
    },
    async close() {
      for (const { merges } of dependents) await merges.close();
    },
  };
}

function dependentsOf(state: PublicationState, place: { store: PublicationBlocks; folder: string }): Dependent[] {
  return (Object.entries(ordersOf) as [RegisterName, readonly Order[]][]).flatMap(([name, all]) => {
    const orders = all.filter((order) => order.through === state.register.name);
    const standing = state.base?.registers[name];
    if (orders.length === 0 || standing === undefined) return [];
    const via = `order.${state.register.typeName.toLowerCase()}`;
    return [{ name, via, merges: orderMerges(orders, standing.trees, place) }];
  });
}

async function follow(
  { name, via, merges }: Dependent,
  changes: ReadonlyMap<string, Change>,
  state: PublicationState,
): Promise<void> {
  const standing = state.base?.registers[name];
  const root = standing?.trees[via] ?? null;
  if (root === null || changes.size === 0) return;
  const groups = await getGroups(
    root,
    [...changes.keys()].map((code) => `${code} `),
    state.store.blocks('open'),
  );
  const codes = new Set(groups.flat().map(([key]) => key.split(' ')[1] ?? ''));
  const rows = await openRows(standing, codes, state.store.blocks);
  const pointing = new Set([...rows.values()].flat().map((row) => String(row[via.slice('order.'.length)])));
  const others = await openRows(state.base?.registers[state.register.name], pointing, state.store.blocks);
  for (const own of rows.values()) {
    const before = (code: string) => changes.get(code)?.before ?? others.get(code) ?? [];
    const after = (code: string) => changes.get(code)?.after ?? others.get(code) ?? [];
    merges.change({ rows: own, pointedAt: before }, { rows: own, pointedAt: after });
  }
  await merges.settle();
}

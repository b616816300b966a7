import { treesOfOrder } from '../../schema/publication/order-trees.ts';
import { type Order, ordersOf } from '../../schema/publication/orders.ts';
import { registerOf } from '../../schema/registers/index.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { getGroups } from '../../schema/tree/get.ts';
import { changeOrders, type FollowingOrders } from './order-changes.ts';
import { openRows } from './parent-rows.ts';
import type { PublicationState } from './publication-state.ts';
import type { TreeChanges } from './tree-changes.ts';

/** Orders of later registers that run through the rows of the one that is published: a building takes its houses along. */
export interface DerivedOrders {
  change(code: string, before: readonly StoredRow[], after: readonly StoredRow[]): void;
  settle(): Promise<void>;
}

interface Dependent extends FollowingOrders {
  /** The order of the dependent register by the codes that are published. */
  readonly via: string;
}

interface Change {
  readonly before: readonly StoredRow[];
  readonly after: readonly StoredRow[];
}

/** Orders of other registers that depend on the one that is published, as far as those registers stand. */
export function dependentsOf({ register, base }: Pick<PublicationState, 'register' | 'base'>): Dependent[] {
  return (Object.entries(ordersOf) as [RegisterName, readonly Order[]][]).flatMap(([name, all]) => {
    const standing = base?.registers[name]?.trees;
    if (standing === undefined) return [];
    // One that does not stand yet is made when its own register is published next.
    const stands = (order: Order) => treesOfOrder(registerOf(name), order).every((tree) => tree in standing);
    const orders = all.filter((order) => order.through === register.name && stands(order));
    if (orders.length === 0) return [];
    return [{ register: name, via: `order.${register.typeName.toLowerCase()}`, orders }];
  });
}

/** Follows the changes of `state.register` into the orders that depend on them. */
export function derivedOrders(state: PublicationState, changes: TreeChanges): DerivedOrders {
  const dependents = dependentsOf(state);
  let waiting = new Map<string, Change>();
  return {
    change(code, before, after) {
      if (dependents.length > 0) waiting.set(code, { before, after });
    },
    async settle() {
      const changed = waiting;
      waiting = new Map();
      for (const dependent of dependents) await follow(dependent, changed, { state, changes });
    },
  };
}

async function follow(
  dependent: Dependent,
  changed: ReadonlyMap<string, Change>,
  { state, changes }: { readonly state: PublicationState; readonly changes: TreeChanges },
): Promise<void> {
  const { register, via } = dependent;
  const standing = state.base?.registers[register];
  const root = standing?.trees[via] ?? null;
  if (root === null || changed.size === 0) return;
  const groups = await getGroups(
    root,
    [...changed.keys()].map((code) => `${code} `),
    state.store.blocks('open'),
  );
  const codes = new Set(groups.flat().map(([key]) => key.split(' ')[1] ?? ''));
  const rows = await openRows(standing, codes, state.store.blocks);
  const pointing = new Set([...rows.values()].flat().map((row) => String(row[via.slice('order.'.length)])));
  const others = await openRows(state.base?.registers[state.register.name], pointing, state.store.blocks);
  for (const own of rows.values()) {
    const before = (code: string) => changed.get(code)?.before ?? others.get(code) ?? [];
    const after = (code: string) => changed.get(code)?.after ?? others.get(code) ?? [];
    changeOrders(dependent, { rows: own, pointedAt: before }, { rows: own, pointedAt: after }, changes);
  }
}

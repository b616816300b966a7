import { remembered } from '../../schema/dates/remembered.ts';
import type { AlwaysOpen } from '../../schema/privacy/record-class.ts';
import { treeOfEntries } from '../../schema/publication/order-trees.ts';
import type { Order } from '../../schema/publication/orders.ts';
import { registerOf } from '../../schema/registers/index.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import type { Entry, Operation } from '../../schema/tree/entry.ts';
import type { KeyedText } from './sorting/keyed-text.ts';
import type { TreeChanges } from './tree-changes.ts';

type PointedAt = (code: string) => readonly StoredRow[];

/** One side of a change: rows of a code, and the rows that they point at. */
export interface OrderSide {
  readonly rows: readonly StoredRow[];
  readonly pointedAt: PointedAt;
}

/** Orders of one register that follow its rows. */
export interface FollowingOrders {
  readonly register: RegisterName;
  readonly orders: readonly Order[];
}

const removed = '-';

/** Says what a change of one code's rows, or of what they point at, changes in orders. */
export function changeOrders(
  { register, orders }: FollowingOrders,
  before: OrderSide,
  after: OrderSide,
  changes: TreeChanges,
): void {
  const [record] = after.rows.length > 0 ? after.rows : before.rows;
  if (record === undefined) return;
  for (const order of orders) {
    const tree = treeOf(register, order)(record);
    const put = (step: KeyedText): void => changes.order(register, tree, step);
    addSteps(put, order.entries(before.rows, before.pointedAt), order.entries(after.rows, after.pointedAt));
  }
}

const known = new WeakMap<Order, (record: AlwaysOpen) => string>();

/** The tree where the entries of a record lie: asked for every code. */
function treeOf(register: RegisterName, order: Order): (record: AlwaysOpen) => string {
  const tree = known.get(order) ?? treeOfEntries(registerOf(register), order);
  known.set(order, tree);
  return tree;
}

function addSteps(put: (step: KeyedText) => void, before: readonly Entry[], after: readonly Entry[]): void {
  if (before.length === 0) {
    for (const entry of after) put(stepOf(entry));
    return;
  }
  const kept = new Map(after.map((entry) => [entry[0], entry]));
  for (const entry of before) {
    const counterpart = kept.get(entry[0]);
    if (counterpart === undefined) put([entry[0], removed]);
    else if (counterpart[1] === entry[1] && counterpart[2] === entry[2]) kept.delete(entry[0]);
  }
  for (const entry of kept.values()) put(stepOf(entry));
}

function stepOf(entry: Entry): KeyedText {
  return [entry[0], `${entry[1]} ${entry[2] ?? ''}`];
}

type Period = readonly [from: number, to: number | null];

const periodOf = remembered((text: string): Period => {
  const space = text.indexOf(' ');
  const to = text.slice(space + 1);
  return [Number(text.slice(0, space)), to === '' ? null : Number(to)];
});

/** Reads a step of an order back. */
export function orderOperation(step: KeyedText): Operation {
  const key = step[0];
  if (step[1] === removed) return [key, null];
  const period = periodOf(step[1]);
  return [key, [key, period[0], period[1], null]];
}

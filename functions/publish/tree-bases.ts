import { isDeepStrictEqual } from 'node:util';
import type { Edition, RegisterEdition } from '../../schema/ports.ts';
import { liesByTodaysRules } from '../../schema/privacy/exceptions.ts';
import { type FieldClass, fieldClasses } from '../../schema/privacy/field-class.ts';
import type { Trees } from '../../schema/publication/next-editions.ts';
import { treesOfOrder } from '../../schema/publication/order-trees.ts';
import { type Order, ordersOf } from '../../schema/publication/orders.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { layoutOf, type Register } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import { dependentsOf } from './derived-orders.ts';
import type { PublicationState } from './publication-state.ts';
import { relaySuperseded } from './relay-superseded.ts';

/** The trees that a publication changes, as they are before its first step. */
export interface TreeBases {
  /** Rows and superseded rows of the register. */
  readonly rows: Trees;
  readonly orders: Trees;
  /** Orders of other registers. */
  readonly derived: { readonly [R in RegisterName]?: Trees };
  /** Classes whose trees are built anew, since where fields lie in them changed. */
  readonly relaid: readonly FieldClass[];
  /** Orders of the register that are made anew: they are new, or where their entries lie changed. */
  readonly reordered: readonly string[];
}

/** Finds the trees to begin with; lays superseded rows out anew where the fields of their class changed. */
export async function treeBases(state: PublicationState): Promise<TreeBases> {
  const standing = state.base?.registers[state.register.name];
  const layout = layoutOf(state.register);
  const classes = fieldClasses.filter((of) => layout[of] !== undefined);
  const relaid = classes.filter((of) => isRelaid(of, standing, state.register));
  const rows: { [name: string]: Trees[string] } = {};
  for (const of of classes) {
    rows[`rows.${of}`] = relaid.includes(of) ? null : (standing?.trees[`rows.${of}`] ?? null);
    rows[`superseded.${of}`] = standing?.trees[`superseded.${of}`] ?? null;
  }
  Object.assign(rows, await relaySuperseded(state, new Set(relaid)));
  const derived: { [R in RegisterName]?: Trees } = {};
  for (const { register, orders } of dependentsOf(state))
    derived[register] = standingOrders(registerOf(register), orders, state.base);
  const own = ordersOf[state.register.name];
  const reordered = own.filter((order) => isReordered(order, standing, state.register)).map(({ name }) => name);
  const orders = Object.entries(standingOrders(state.register, own, state.base));
  const kept = orders.map(([tree, root]) => [tree, reordered.some((order) => isOfOrder(tree, order)) ? null : root]);
  const left = reordered.flatMap((order) => treesNamed(order, standing)).map((tree) => [tree, null]);
  return { rows, orders: Object.fromEntries([...left, ...kept]), derived, relaid, reordered };
}

function standingOrders(register: Register, orders: readonly Order[], base: Edition | null): Trees {
  const trees = base?.registers[register.name]?.trees;
  const names = orders.flatMap((order) => treesOfOrder(register, order));
  return Object.fromEntries(names.map((name) => [name, trees?.[name] ?? null]));
}

type Standing = RegisterEdition | undefined;

/** True when the fields of a class, their order, or the records that they are there for changed since the standing edition was built. */
function isRelaid(of: FieldClass, standing: Standing, register: Register): boolean {
  if (standing === undefined) return false;
  const fields = layoutOf(register)[of] ?? [];
  return (
    !isDeepStrictEqual(fields, standing.layout[of] ?? []) || fields.some((field) => isMoved(field, standing, register))
  );
}

/** True when entries of an order that stand may lie in other trees than today's. */
function isReordered(order: Order, standing: Standing, register: Register): boolean {
  if (standing === undefined) return false;
  const [stand, wanted] = [treesNamed(order.name, standing), treesOfOrder(register, order)];
  if (!isDeepStrictEqual(new Set(stand), new Set(wanted))) return true;
  return order.keys.some((field) => isMoved(field, standing, register));
}

/** True when a field may lie in another class than it lay, of all records or of some. */
function isMoved(field: string, standing: RegisterEdition, register: Register): boolean {
  const isRuled = register.policies[field]?.stricter !== undefined;
  if (isRuled && !liesByTodaysRules(register, standing)) return true;
  return !isDeepStrictEqual(classesIn(layoutOf(register), field), classesIn(standing.layout, field));
}

function classesIn(layout: RegisterEdition['layout'], field: string): readonly FieldClass[] {
  return fieldClasses.filter((of) => layout[of]?.includes(field) === true);
}

function treesNamed(order: string, standing: Standing): string[] {
  return Object.keys(standing?.trees ?? {}).filter((tree) => isOfOrder(tree, order));
}

function isOfOrder(tree: string, order: string): boolean {
  return tree === order || tree.startsWith(`${order}.`);
}

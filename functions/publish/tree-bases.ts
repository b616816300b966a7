import type { Edition, RegisterEdition } from '../../schema/ports.ts';
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
  /** Classes whose trees are built anew, since their layout changed. */
  readonly relaid: readonly FieldClass[];
}

/** Finds the trees to begin with; lays superseded rows out anew where the fields of their class changed. */
export async function treeBases(state: PublicationState): Promise<TreeBases> {
  const standing = state.base?.registers[state.register.name];
  const layout = layoutOf(state.register);
  const classes = fieldClasses.filter((of) => layout[of] !== undefined);
  const relaid = classes.filter((of) => isRelaid(of, standing, layout));
  const rows: { [name: string]: Trees[string] } = {};
  for (const of of classes) {
    rows[`rows.${of}`] = relaid.includes(of) ? null : (standing?.trees[`rows.${of}`] ?? null);
    rows[`superseded.${of}`] = standing?.trees[`superseded.${of}`] ?? null;
  }
  Object.assign(rows, await relaySuperseded(state, new Set(relaid)));
  const derived: { [R in RegisterName]?: Trees } = {};
  for (const { register, orders } of dependentsOf(state))
    derived[register] = standingOrders(registerOf(register), orders, state.base);
  const orders = standingOrders(state.register, ordersOf[state.register.name], state.base);
  return { rows, orders, derived, relaid };
}

function standingOrders(register: Register, orders: readonly Order[], base: Edition | null): Trees {
  const trees = base?.registers[register.name]?.trees;
  const names = orders.flatMap((order) => treesOfOrder(register, order));
  return Object.fromEntries(names.map((name) => [name, trees?.[name] ?? null]));
}

type Layout = RegisterEdition['layout'];

/** True when the fields of a class, or their order, changed since the standing edition was built. */
function isRelaid(of: FieldClass, standing: RegisterEdition | undefined, layout: Layout): boolean {
  return standing !== undefined && signature(of, standing.layout) !== signature(of, layout);
}

/** The fields of a class with all classes that each may lie in: one that may lie elsewhere too does so for some records. */
function signature(of: FieldClass, layout: Layout): string {
  const classes = (field: string) => fieldClasses.filter((other) => layout[other]?.includes(field) === true);
  return (layout[of] ?? []).map((field) => `${field} ${classes(field).join(' ')}`).join();
}

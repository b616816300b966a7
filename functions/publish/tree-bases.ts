import type { RegisterEdition } from '../../schema/ports.ts';
import { type FieldClass, fieldClasses } from '../../schema/privacy/field-class.ts';
import type { Trees } from '../../schema/publication/next-editions.ts';
import { ordersOf } from '../../schema/publication/orders.ts';
import { layoutOf } from '../../schema/registers/register.ts';
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
    derived[register] = named(orders, state.base?.registers[register]?.trees);
  return { rows, orders: named(ordersOf[state.register.name], standing?.trees), derived, relaid };
}

function named(orders: readonly { readonly name: string }[], trees: Trees | undefined): Trees {
  return Object.fromEntries(orders.map(({ name }) => [name, trees?.[name] ?? null]));
}

/** True when the fields of a class, or their order, changed since the standing edition was built. */
function isRelaid(of: FieldClass, standing: RegisterEdition | undefined, layout: RegisterEdition['layout']): boolean {
  return standing !== undefined && standing.layout[of]?.join() !== layout[of]?.join();
}

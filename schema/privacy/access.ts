import type { RegisterEdition } from '../ports.ts';
import type { Register } from '../registers/register.ts';
import { type FieldClass, fieldClasses, mayRead, stricter } from './field-class.ts';
import type { Tier } from './tier.ts';

/** Where a field lies: the class tree that holds it, and its place among that tree's fields. */
export interface Column {
  readonly class: FieldClass;
  readonly position: number;
}

/** What a tier may read of a register as one edition stores it. */
export interface Access {
  readonly tier: Tier;
  readonly readable: ReadonlyMap<string, Column>;
  /** Fields of today's policy that stay closed, with the class that closes them. */
  readonly closed: ReadonlyMap<string, FieldClass>;
  /** Classes with at least one readable field, least restricted first. */
  readonly classes: readonly FieldClass[];
}

type Layout = RegisterEdition['layout'];
const known = new WeakMap<Register, WeakMap<Layout, Map<Tier, Access>>>();

/**
 * A field is readable when the tier reaches both its class when the edition was built and its class today: a field that
 * became stricter closes at once in every edition, one that was loosened opens with the next publication.
 */
export function accessOf(register: Register, layout: Layout, tier: Tier): Access {
  const byLayout = known.get(register) ?? new WeakMap<Layout, Map<Tier, Access>>();
  known.set(register, byLayout);
  const byTier = byLayout.get(layout) ?? new Map<Tier, Access>();
  byLayout.set(layout, byTier);
  const access = byTier.get(tier) ?? decide(register, layout, tier);
  byTier.set(tier, access);
  return access;
}

function decide(register: Register, layout: Layout, tier: Tier): Access {
  const stored = columnsOf(layout);
  const readable = new Map<string, Column>();
  const closed = new Map<string, FieldClass>();
  for (const [field, policy] of Object.entries(register.policies)) {
    const column = stored.get(field);
    const effective = stricter(policy.class, column?.class ?? policy.class);
    if (!mayRead(tier, effective)) closed.set(field, effective);
    else if (column !== undefined) readable.set(field, column);
  }
  const used = new Set([...readable.values()].map((column) => column.class));
  return { tier, readable, closed, classes: fieldClasses.filter((fieldClass) => used.has(fieldClass)) };
}

function columnsOf(layout: Layout): Map<string, Column> {
  const columns = new Map<string, Column>();
  for (const fieldClass of fieldClasses) {
    layout[fieldClass]?.forEach((field, position) => {
      columns.set(field, { class: fieldClass, position });
    });
  }
  return columns;
}

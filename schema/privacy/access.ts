import type { RegisterEdition } from '../ports.ts';
import type { Register } from '../registers/register.ts';
import { byTier } from './by-tier.ts';
import { type FieldClass, fieldClasses, mayRead, stricter } from './field-class.ts';
import { type AlwaysOpen, type ClassRule, classFor, possibleClasses } from './record-class.ts';
import type { Tier } from './tier.ts';

/** Where a field lies: the class tree that holds it, and its place among that tree's fields. */
export interface Column {
  readonly class: FieldClass;
  readonly position: number;
}

/** A field that a tier may read, of all records or of some. */
export interface ReadableField {
  /** Places where a value may lie, least restricted first: for one record at most one of them holds it. */
  readonly columns: readonly Column[];
  /** The class that closes the field for a record, or null; null itself where it is open for all of them. */
  readonly closedFor: ((record: AlwaysOpen) => FieldClass | null) | null;
}

/** What a tier may read of a register as one edition stores it. */
export interface Access {
  readonly tier: Tier;
  readonly readable: ReadonlyMap<string, ReadableField>;
  /** Fields of today's policy that stay closed for every record, with the class that closes them. */
  readonly closed: ReadonlyMap<string, FieldClass>;
  /** Classes with at least one readable field, least restricted first. */
  readonly classes: readonly FieldClass[];
}

type Layout = RegisterEdition['layout'];
/**
 * A field is readable when the tier reaches both its class when the edition was built and its class today: a field that
 * became stricter closes at once in every edition, one that was loosened opens with the next publication.
 */
export const accessOf: (register: Register, layout: Layout, tier: Tier) => Access = byTier(decide);

function decide(register: Register, layout: Layout, tier: Tier): Access {
  const stored = columnsOf(layout);
  const readable = new Map<string, ReadableField>();
  const closed = new Map<string, FieldClass>();
  for (const [field, policy] of Object.entries(register.policies)) {
    const columns = stored.get(field) ?? [];
    const effective = possibleClasses(policy).map((today) => effectiveClass(today, columns));
    const [least = 'government'] = effective;
    if (!effective.some((fieldClass) => mayRead(tier, fieldClass))) closed.set(field, least);
    else if (columns.length > 0) readable.set(field, readableField(policy, columns, tier));
  }
  const used = new Set([...readable.values()].flatMap(({ columns }) => columns.map((column) => column.class)));
  return { tier, readable, closed, classes: fieldClasses.filter((fieldClass) => used.has(fieldClass)) };
}

function readableField(policy: ClassRule, columns: readonly Column[], tier: Tier): ReadableField {
  const always = possibleClasses(policy).every((today) => mayRead(tier, effectiveClass(today, columns)));
  const closedFor = (record: AlwaysOpen): FieldClass | null => {
    const effective = effectiveClass(classFor(policy, record), columns);
    return mayRead(tier, effective) ? null : effective;
  };
  return {
    columns: columns.filter((column) => mayRead(tier, column.class)),
    closedFor: always ? null : closedFor,
  };
}

/** The stricter of today's class and of that of the build; which of several that was is told by no more than today's. */
function effectiveClass(today: FieldClass, columns: readonly Column[]): FieldClass {
  const built = columns.find((column) => column.class === today) ?? columns.at(-1);
  return stricter(today, built?.class ?? today);
}

function columnsOf(layout: Layout): Map<string, Column[]> {
  const columns = new Map<string, Column[]>();
  for (const fieldClass of fieldClasses) {
    layout[fieldClass]?.forEach((field, position) => {
      columns.set(field, [...(columns.get(field) ?? []), { class: fieldClass, position }]);
    });
  }
  return columns;
}

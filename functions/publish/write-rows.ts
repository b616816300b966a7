import type { RegisterEdition } from '../../schema/ports.ts';
import { type FieldClass, fieldClasses } from '../../schema/privacy/field-class.ts';
import { type Part, partOf, rowEntry, rowKey, samePart, supersededEntry } from '../../schema/publication/class-rows.ts';
import type { Placement } from '../../schema/publication/placed-fields.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import { relayPart } from './relay-superseded.ts';
import type { StandingRow } from './standing-codes.ts';
import type { TreeChanges } from './tree-changes.ts';

/** The number that this publication would have in the line of each class's tier. */
export type NextSeq = { readonly [C in FieldClass]: number };

/** Where the rows of one code go. */
export interface RowTarget {
  readonly layout: RegisterEdition['layout'];
  readonly placement: Placement;
  /** The layout of the rows that stand. */
  readonly standingLayout: RegisterEdition['layout'];
  readonly changes: TreeChanges;
  readonly nextSeq: NextSeq;
  /** Classes whose trees are built anew, since their layout changed. */
  readonly relaid: ReadonlySet<FieldClass>;
}

/**
 * Puts what changed under one code into the trees of its class, and what was believed before into the superseded rows.
 * Answers the classes in which something changed.
 */
export function writeRows(
  before: readonly StandingRow[],
  after: readonly StoredRow[],
  target: RowTarget,
): Set<FieldClass> {
  if (before.length === 0) return writeNewRows(after, target);
  const standing = new Map(before.map((row) => [rowKey(row.row), row]));
  const wanted = new Map(after.map((row) => [rowKey(row), row]));
  const keys = [...new Set([...standing.keys(), ...wanted.keys()])].sort();
  const touched = new Set<FieldClass>();
  for (const fieldClass of Object.keys(target.layout) as FieldClass[]) {
    for (const key of keys) {
      const changed = writePart(key, [standing.get(key), wanted.get(key)], fieldClass, target);
      if (changed) touched.add(fieldClass);
    }
  }
  return touched;
}

/** A code that nobody knew: nothing to compare, nothing superseded. */
function writeNewRows(rows: readonly StoredRow[], target: RowTarget): Set<FieldClass> {
  const touched = new Set<FieldClass>();
  for (const row of rows) {
    const key = rowKey(row);
    for (const of of fieldClasses) {
      if (target.layout[of] === undefined) continue;
      const part = partOf(row, target.placement(of, row), target.nextSeq[of]);
      target.changes.put(rowsTree[of], key, rowEntry(row, of, part, key));
      touched.add(of);
    }
  }
  return touched;
}

const rowsTree = Object.fromEntries(fieldClasses.map((of) => [of, `rows.${of}`])) as {
  readonly [C in FieldClass]: string;
};

type BeforeAndAfter = readonly [before: StandingRow | undefined, after: StoredRow | undefined];

function writePart(key: string, [before, after]: BeforeAndAfter, fieldClass: FieldClass, target: RowTarget): boolean {
  const { placement, changes } = target;
  const seq = target.nextSeq[fieldClass];
  const isRelaid = target.relaid.has(fieldClass);
  const old = standingPart(before, fieldClass, target);
  const made = after === undefined ? null : partOf(after, placement(fieldClass, after), seq);
  const same = old !== null && made !== null && samePart(old, made);
  const part = same ? old : made;
  const entry = after === undefined || part === null ? null : rowEntry(after, fieldClass, part, key);
  if (isRelaid ? entry !== null : !same && (old !== null || entry !== null)) {
    changes.put(rowsTree[fieldClass], key, entry);
  }
  if (same || old === null) return !same && entry !== null;
  const superseded = supersededEntry(key, old, seq);
  changes.put(`superseded.${fieldClass}`, superseded[0], superseded);
  return true;
}

/** What stands of a row in a class, in today's layout; null when nothing does. */
function standingPart(
  row: StandingRow | undefined,
  fieldClass: FieldClass,
  { placement, standingLayout, relaid }: RowTarget,
): Part | null {
  const part = row?.parts[fieldClass] ?? null;
  if (row === undefined || part === null || !relaid.has(fieldClass)) return part;
  return relayPart(part, standingLayout[fieldClass] ?? [], placement(fieldClass, row.row));
}

import type { RegisterEdition } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import { partOf, rowEntry, rowKey, samePart, supersededEntry } from '../../schema/publication/class-rows.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { StandingRow } from './standing-codes.ts';
import type { TreeMerges } from './tree-merges.ts';

/** The number that this publication would have in the line of each class's tier. */
export type NextSeq = { readonly [C in FieldClass]: number };

/** Where the rows of one code go. */
export interface RowTarget {
  readonly layout: RegisterEdition['layout'];
  readonly rowTrees: TreeMerges;
  readonly nextSeq: NextSeq;
  readonly relaid: ReadonlySet<FieldClass>;
}

/**
 * Puts what changed under one code into the trees of its class, and what was believed before into the superseded rows.
 * A class whose layout changed gets all rows anew. Answers the classes in which something changed.
 */
export function writeRows(
  before: readonly StandingRow[],
  after: readonly StoredRow[],
  target: RowTarget,
): Set<FieldClass> {
  const standing = new Map(before.map((row) => [rowKey(row.row), row]));
  const wanted = new Map(after.map((row) => [rowKey(row), row]));
  const keys = [...new Set([...standing.keys(), ...wanted.keys()])].sort();
  const touched = new Set<FieldClass>();
  for (const [fieldClass, fields] of Object.entries(target.layout) as [FieldClass, readonly string[]][]) {
    for (const key of keys) {
      const row = wanted.get(key);
      const old = standing.get(key)?.parts[fieldClass] ?? null;
      const part = row === undefined ? null : partOf(row, fields, target.nextSeq[fieldClass]);
      const entry = row === undefined || part === null ? null : rowEntry(row, fieldClass, part);
      if (target.relaid.has(fieldClass)) {
        if (entry !== null) target.rowTrees.put(`rows.${fieldClass}`, key, entry);
      } else if (old === null || part === null || !samePart(old, part)) {
        if (old !== null || entry !== null) target.rowTrees.put(`rows.${fieldClass}`, key, entry);
        if (old !== null) putSuperseded(fieldClass, supersededEntry(key, old, target.nextSeq[fieldClass]), target);
      } else continue;
      touched.add(fieldClass);
    }
  }
  return touched;
}

function putSuperseded(
  fieldClass: FieldClass,
  entry: ReturnType<typeof supersededEntry>,
  { rowTrees }: RowTarget,
): void {
  rowTrees.put(`superseded.${fieldClass}`, entry[0], entry);
}

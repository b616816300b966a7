import type { Context } from '../context.ts';
import type { Access, ReadableField } from '../privacy/access.ts';
import { type FieldClass, tierOfClass } from '../privacy/field-class.ts';
import { type AnyReleased, type Origin, origin } from '../privacy/release.ts';
import type { Withholding } from '../privacy/withholding.ts';
import { follow } from './follow.ts';
import type { RegisterView } from './register-view.ts';
import type { RowField } from './row-field.ts';
import type { RowPlace, Selection } from './selection.ts';

/** Tells what was selected of `rows`, and of the rows shown with them, but is closed to the viewer. */
export function tellWithheld(rows: readonly AnyReleased[], selection: Selection, withholding: Withholding): void {
  if (!mayWithhold(originsOf(rows), selection)) return;
  for (const [field, rowField] of selection.fields) tellField(rows, { selection, field, rowField }, withholding);
  for (const relation of selection.relations) {
    const shown = rows.map((row) => follow(row, relation.path)).filter((row) => row !== null);
    tellWithheld(shown, relation.selection, withholding);
  }
}

/** True where something of the selection may be closed: told from what rows that were released together have in common, before any is looked at. */
function mayWithhold(origins: ReadonlySet<Origin>, { fields, relations }: Selection): boolean {
  for (const { access } of origins) {
    for (const { reads } of fields.values()) if (reads.some((read) => mayClose(access, read))) return true;
  }
  return relations.some(({ path, selection }) => mayWithhold(path.reduce(originsBehind, origins), selection));
}

function mayClose({ closed, readable }: Access, read: string): boolean {
  return closed.has(read) || readable.get(read)?.closedFor != null;
}

function originsOf(rows: readonly AnyReleased[]): ReadonlySet<Origin> {
  const origins = new Set<Origin>();
  let last: Origin | null = null;
  for (const row of rows) {
    if (row[origin] !== last) origins.add(row[origin]);
    last = row[origin];
  }
  return origins;
}

/** Of the rows that a field leads to. */
function originsBehind(origins: ReadonlySet<Origin>, field: string): ReadonlySet<Origin> {
  return originsOf([...origins].flatMap(({ related }) => [...(related.get(field)?.values() ?? [])]));
}

interface SelectedField {
  readonly selection: Selection;
  readonly field: string;
  readonly rowField: RowField;
}

function tellField(
  rows: readonly AnyReleased[],
  { selection, field, rowField }: SelectedField,
  withholding: Withholding,
): void {
  const coordinate = `${selection.typeName}.${field}`;
  for (const read of rowField.reads) {
    const [first] = rows;
    const closedBy = first?.[origin].access.closed.get(read);
    if (first === undefined || closedBy === undefined) continue;
    const reason = `Fields of class ${closedBy} are closed to tier ${first[origin].access.tier}`;
    withholding.add({
      coordinate,
      count: rows.length,
      reason,
      requires: tierOfClass[closedBy],
      instead: instead(first, read),
    });
    return;
  }
  for (const read of rowField.reads) if (tellSome(rows, read, { coordinate, withholding })) return;
}

/** Tells of a field that is closed for some records; those are known by their codes, whatever they hold. */
function tellSome(
  rows: readonly AnyReleased[],
  read: string,
  { coordinate, withholding }: { readonly coordinate: string; readonly withholding: Withholding },
): boolean {
  const [first] = rows;
  const closed = closedFor(rows, read);
  const [closedBy] = closed;
  if (first === undefined || closedBy === undefined) return false;
  const { access, register } = first[origin];
  const records = register.policies[read]?.stricter?.records ?? 'some records';
  const reason = `Of ${records}, fields of class ${closedBy} are closed to tier ${access.tier}`;
  withholding.add({
    coordinate,
    count: closed.length,
    reason,
    requires: tierOfClass[closedBy],
    instead: instead(first, read),
  });
  return true;
}

/** The class that closes the field, for each of the rows that it is closed for; looked up once for rows that were released together. */
function closedFor(rows: readonly AnyReleased[], read: string): FieldClass[] {
  const closed: FieldClass[] = [];
  let access: Access | null = null;
  let rule: ReadableField['closedFor'] = null;
  for (const row of rows) {
    if (row[origin].access !== access) {
      access = row[origin].access;
      rule = access.readable.get(read)?.closedFor ?? null;
    }
    const closedBy = rule === null ? null : rule(row);
    if (closedBy !== null) closed.push(closedBy);
  }
  return closed;
}

function instead(row: AnyReleased, read: string): string | null {
  return row[origin].register.policies[read]?.instead ?? null;
}

/**
 * Tells that a list leaves out records of which the viewer may not read what it goes by. That follows from the policy alone:
 * it is told whether or not there are such records, and never how many.
 */
export function tellLeftOut({ register, access }: RegisterView, fields: readonly string[], to: LeftOut): void {
  for (const field of fields) {
    const { stricter } = register.policies[field] ?? {};
    if (access.readable.get(field)?.closedFor == null || stricter === undefined) continue;
    to.withholding.add({
      coordinate: to.coordinate,
      count: 0,
      reason: `Leaves out ${stricter.records}: their ${field} is closed to tier ${access.tier}`,
      requires: tierOfClass[stricter.class],
      instead: register.policies[field]?.instead ?? null,
    });
    return;
  }
}

/** Where a list stands, and who is told what it leaves out. */
export interface LeftOut {
  /** Type and field: `Query.entities`. */
  readonly coordinate: string;
  readonly withholding: Withholding;
}

/** Tells what is withheld at every place where the rows stand. */
export function tellPlaces(rows: readonly AnyReleased[], places: readonly RowPlace[], context: Context): void {
  for (const { selections } of places) {
    for (const selection of selections) tellWithheld(rows, selection, context.withholding);
  }
}

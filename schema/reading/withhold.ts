import type { Context } from '../context.ts';
import { tierOfClass } from '../privacy/field-class.ts';
import { type AnyReleased, origin } from '../privacy/release.ts';
import type { Withholding } from '../privacy/withholding.ts';
import { follow } from './follow.ts';
import type { RowField } from './row-field.ts';
import type { RowPlace, Selection } from './selection.ts';

/** Tells what was selected of `rows`, and of the rows shown with them, but is closed to the viewer. */
export function tellWithheld(rows: readonly AnyReleased[], selection: Selection, withholding: Withholding): void {
  const first = rows[0];
  if (first === undefined) return;
  for (const [field, rowField] of selection.fields)
    tellField(first, { selection, field, rowField }, rows.length, withholding);
  for (const relation of selection.relations) {
    const shown = rows.map((row) => follow(row, relation.path)).filter((row) => row !== null);
    tellWithheld(shown, relation.selection, withholding);
  }
}

interface SelectedField {
  readonly selection: Selection;
  readonly field: string;
  readonly rowField: RowField;
}

function tellField(
  row: AnyReleased,
  { selection, field, rowField }: SelectedField,
  count: number,
  withholding: Withholding,
): void {
  const { access, register } = row[origin];
  for (const read of rowField.reads) {
    const closedBy = access.closed.get(read);
    if (closedBy === undefined) continue;
    withholding.add({
      coordinate: `${selection.typeName}.${field}`,
      count,
      reason: `Fields of class ${closedBy} are closed to tier ${access.tier}`,
      requires: tierOfClass[closedBy],
      instead: register.policies[read]?.instead ?? null,
    });
    return;
  }
}

/** Tells what is withheld at every place where the rows stand. */
export function tellPlaces(rows: readonly AnyReleased[], places: readonly RowPlace[], context: Context): void {
  for (const { selections } of places) {
    for (const selection of selections) tellWithheld(rows, selection, context.withholding);
  }
}

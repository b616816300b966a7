import type { FieldClass } from '../privacy/field-class.ts';
import { type AnyReleased, type Origin, origin, type Released, release, type StoredRows } from '../privacy/release.ts';
import { referenceOf } from '../registers/references.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { Entry } from '../tree/entry.ts';
import { chooseRow } from './as-of.ts';
import { codeIn } from './follow.ts';
import { readProvenance } from './provenance.ts';
import { type RegisterView, rootOf, viewRegister } from './register-view.ts';
import type { SelectedRelation, Selection } from './selection.ts';
import { entriesAt, rowsByCodes } from './span.ts';

/** For each code the row that the view's day chooses, as the open tree holds it; null where there is none. */
export async function readChosen(view: RegisterView, codes: readonly string[]): Promise<readonly (Entry | null)[]> {
  view.foresight?.codes(codes);
  const groups = await rowsByCodes(rootOf(view, 'rows.open'), codes, view.blocks('open'));
  return groups.map((rows) => chooseRow(rows, view.asOf));
}

/**
 * Takes rows of the open tree through the gate, with all that `selections` need beside them: only the class trees of
 * readable selected fields are read, and rows that they point at, each distinct one once.
 */
export async function readReleased<R extends RegisterName>(
  view: RegisterView<R>,
  open: readonly Entry[],
  selections: readonly Selection[],
): Promise<readonly Released<R>[]> {
  const fields = selections.flatMap((selection) => [...selection.fields.values()]);
  const wanted = fields.flatMap((field) => field.reads);
  const provenance = fields.flatMap((field) => field.provenance ?? []);
  const classes = provenance.length > 0 ? view.access.classes : classesOfFields(view, wanted);
  const restricted = await readRestricted(view, open, classes);
  const told = provenance.length > 0 ? await readProvenance(view, { open, restricted }, provenance) : null;
  return releaseWithRelated(view, { open, restricted, provenance: told }, selections);
}

/** Takes rows that were read already through the gate, with the rows that they point at. */
export async function releaseWithRelated<R extends RegisterName>(
  view: RegisterView<R>,
  rows: StoredRows,
  selections: readonly Selection[],
): Promise<readonly Released<R>[]> {
  const from: Origin<R> = { register: view.register, asOf: view.asOf, access: view.access, related: new Map() };
  const released = release(rows, from);
  await readRelated(view, released, selections);
  return released;
}

/** Classes that hold a readable field of `fields`. */
export function classesOfFields(view: RegisterView, fields: readonly string[]): readonly FieldClass[] {
  return view.access.classes.filter((fieldClass) =>
    fields.some((field) => view.access.readable.get(field)?.columns.some((column) => column.class === fieldClass)),
  );
}

async function readRestricted(
  view: RegisterView,
  open: readonly Entry[],
  classes: readonly FieldClass[],
): Promise<StoredRows['restricted']> {
  const keys = open.map((entry) => entry[0]);
  const read = classes
    .filter((fieldClass) => fieldClass !== 'open')
    .map(async (fieldClass) => {
      const entries = await entriesAt(rootOf(view, `rows.${fieldClass}`), keys, view.blocks(fieldClass));
      return [fieldClass, entries] as const;
    });
  return new Map(await Promise.all(read));
}

/** Reads ahead the rows that `rows` point at as far as `selections` show them: distinct ones only, level by level. */
async function readRelated(
  view: RegisterView,
  rows: readonly AnyReleased[],
  selections: readonly Selection[],
): Promise<void> {
  const steps = firstSteps(selections.flatMap((selection) => selection.relations));
  const related = rows[0]?.[origin].related;
  if (related === undefined) return;
  await Promise.all(
    [...steps].map(async ([field, below]) => {
      related.set(field, await readByCode(view, field, codesIn(rows, field), below));
    }),
  );
}

/** The codes that a field of some rows holds, each once. */
function codesIn(rows: readonly AnyReleased[], field: string): readonly string[] {
  const codes = new Set<string>();
  for (const row of rows) {
    const code = codeIn(row, field);
    if (code !== null) codes.add(code);
  }
  return [...codes];
}

/** What to read at the first step of every relation: a relation that goes on becomes one of the row stepped on. */
function firstSteps(relations: readonly SelectedRelation[]): Map<string, Selection[]> {
  const steps = new Map<string, Selection[]>();
  for (const { path, selection } of relations) {
    const [field = '', ...rest] = path;
    const below: Selection =
      rest.length === 0
        ? selection
        : { register: referenceOf(field), typeName: '', fields: new Map(), relations: [{ path: rest, selection }] };
    steps.set(field, [...(steps.get(field) ?? []), below]);
  }
  return steps;
}

async function readByCode(
  view: RegisterView,
  field: string,
  codes: readonly string[],
  selections: readonly Selection[],
): Promise<ReadonlyMap<string, AnyReleased>> {
  const target = viewRegister(view.context, view.asOf, referenceOf(field));
  if (target === null) return new Map();
  const chosen = await readChosen(target, codes);
  const found = chosen.filter((entry) => entry !== null);
  const rows = await readReleased(target, found, selections);
  return new Map(rows.map((row) => [row.code, row]));
}

import { referenceOf } from '../registers/references.ts';
import { readChosen } from './read-rows.ts';
import { type RegisterView, viewRegister } from './register-view.ts';
import type { Selection } from './selection.ts';

/**
 * How many characters of the code of what lies in a building, grid or community are the code of that, as a rule: codes are given for
 * life, so these tell where a thing was counted first. Good for a guess, never for an answer.
 */
const likelyLength: Readonly<Record<string, number>> = { building: 19, grid: 14, community: 12 };

/**
 * The same view; whoever is about to read rows of some codes through it has the rows that they likely point at, as far as
 * `selections` show them, read in the same round trip. At most `most` codes are guessed from: what is read is mostly needed.
 */
export function foreseeing(view: RegisterView, selections: readonly Selection[], most: number): RegisterView {
  const { name } = view.register;
  const fields = name === 'ENTITIES' || name === 'DIVISIONS' ? [] : [...new Set(selections.flatMap(fieldsTo))];
  if (fields.length === 0) return view;
  const foresee = (codes: readonly string[]) => {
    for (const field of fields) guess(view, field, codes.slice(0, most));
  };
  return { ...view, foresee };
}

/** Every field on the way to a row that is shown. */
function fieldsTo({ relations }: Selection): readonly string[] {
  return relations.flatMap(({ path, selection }) => [...path, ...fieldsTo(selection)]);
}

function guess(view: RegisterView, field: string, codes: readonly string[]): void {
  const length = likelyLength[field];
  const target = length === undefined ? null : viewRegister(view.context, view.asOf, referenceOf(field));
  if (target === null) return;
  const likely = [...new Set(codes.map((code) => code.slice(0, length)))];
  // What comes of it is found in the cache of blocks; a failure is told to who needs them.
  readChosen(target, likely).catch(() => undefined);
}

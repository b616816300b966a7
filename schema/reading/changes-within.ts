import type { RegisterName } from '../registers/register-name.ts';
import type { TwoStates } from './changed-codes.ts';
import type { Change } from './describe-changes.ts';
import { isWithin } from './is-within.ts';
import type { Selection } from './selection.ts';
import { readWithin } from './within.ts';

/** Changes whose row lay in the area before or lies in it after. */
export async function changesWithin(
  states: TwoStates,
  changes: readonly Change[],
  code: string,
): Promise<readonly Change[]> {
  const name = states.after.register.name;
  const areas = await Promise.all(
    [states.before, states.after].map((view) => (view === null ? null : readWithin(view, code))),
  );
  const [before, after] = areas.map((area) => (area === null ? () => false : isWithin(name, area).holds));
  return changes.filter(
    (change) =>
      (change.before !== null && before?.(change.before, null)) ||
      (change.after !== null && after?.(change.after, null)),
  );
}

/** What the rows of changes must be read with to be tested: a house lies where its building stands. */
export function withinSelection(register: RegisterName): Selection {
  const building: Selection = { register: 'BUILDINGS', typeName: '', fields: new Map(), relations: [] };
  const relations = register === 'HOUSES' ? [{ path: ['building'], selection: building }] : [];
  return { register, typeName: '', fields: new Map(), relations };
}

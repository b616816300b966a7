import type { Context } from '../context.ts';
import type { PublicationRecord } from '../ports.ts';
import type { RegisterName } from '../registers/register-name.ts';
import { changedCodes, type TwoStates } from './changed-codes.ts';
import { metered, type RegisterView, sightIn, viewRegister } from './register-view.ts';
import { searchedBlocks } from './scan.ts';

/** Publications whose changes are counted at once, and whose editions are read side by side. */
const mostCounted = 1_000;
const statesAtOnce = 32;

/** Whose changes are asked for, and by whom. */
export interface ChangesOf {
  readonly request: { readonly register: RegisterName };
  readonly context: Context;
}

/**
 * How many codes changed in what the viewer may read. A publication's own number is right unless its trees hold fields that are closed
 * by now: then its changes are looked through, as far as a page may search; null beyond, and for more publications than are looked at.
 */
export async function countChanges(feed: ChangesOf, records: readonly PublicationRecord[]): Promise<number | null> {
  if (records.length > mostCounted) return null;
  let sum = 0;
  let left = searchedBlocks;
  for await (const { record, states } of statesOfAll(feed, records)) {
    const views = states.before === null ? [] : [states.before, states.after];
    if (!views.some((view) => view.access.classes.some((of) => sightIn(view).hides(of)))) {
      sum += record.changes;
      continue;
    }
    for await (const _ of changedCodes(states, '')) {
      sum += 1;
      if (states.spent() > left) return null;
    }
    left -= states.spent();
  }
  return sum;
}

/** The states of publications one after the other, read some at a time. */
async function* statesOfAll(feed: ChangesOf, records: readonly PublicationRecord[]) {
  for (let from = 0; from < records.length; from += statesAtOnce) {
    const some = records.slice(from, from + statesAtOnce);
    yield* await Promise.all(some.map(async (record) => ({ record, states: await statesOf(feed, record) })));
  }
}

/** The two states of a publication, and how many blocks were read of them. */
export interface MeteredStates extends TwoStates {
  readonly spent: () => number;
}

/** The state that a publication made, and the one that it changed. */
export async function statesOf({ request, context }: ChangesOf, record: PublicationRecord): Promise<MeteredStates> {
  const view = async (number: number): Promise<RegisterView | null> => {
    const edition = number < 1 ? null : await context.editions.get(context.viewer.tier, number);
    return edition && viewRegister(context, { edition, day: context.today, strict: false }, request.register);
  };
  const [before, after] = await Promise.all([view(record.edition - 1), view(record.edition)]);
  if (after !== null) return meteredStates(before, after);
  throw new Error(`Cannot read changes of ${request.register} ${record.seq}: edition ${record.edition} is missing`);
}

function meteredStates(before: RegisterView | null, after: RegisterView): MeteredStates {
  const [was, is] = [before === null ? null : metered(before), metered(after)];
  return { before: was, after: is, spent: () => (was?.spent() ?? 0) + is.spent() };
}

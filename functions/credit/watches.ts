import { visibleError } from '../../schema/errors.ts';
import type { CreditCaller, WatchQuestion } from '../../schema/registers/credit/credit-port.ts';
import type { CreditParts } from './credit-parts.ts';

const mostAtOnce = 100;
/** All are looked up for every page of changes. */
const mostWatched = 1_000;

/** Puts organisations on the caller's list, or takes them from it; answers the list. */
export async function changeWatches(
  { caller, subjects, watched }: WatchQuestion,
  { watches }: CreditParts,
): Promise<readonly string[]> {
  if (subjects.length < 1 || subjects.length > mostAtOnce)
    throw badSubjects(`with ${subjects.length} codes: must be 1 to ${mostAtOnce}`);
  const client = clientOf(caller);
  if (!watched) {
    await watches.remove(client, subjects);
    return watches.list(client);
  }
  const total = await watches.add(client, subjects, mostWatched);
  if (total > mostWatched)
    throw badSubjects(`to watch: all together must be at most ${mostWatched}, would be ${total}`);
  return watches.list(client);
}

/** The client that keeps the list; only clients have one. */
export function clientOf({ client }: CreditCaller): string {
  if (client !== null) return client;
  throw visibleError('FORBIDDEN', 'Cannot keep a list of watched organisations: a key must come with the request');
}

function badSubjects(state: string): Error {
  return visibleError('BAD_ARGUMENT', `Cannot take subjects ${state}`, 'subjects');
}

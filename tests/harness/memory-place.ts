import { createCreditFunction } from '../../functions/credit/create-credit-function.ts';
import { memoryCity } from '../builders/edition.ts';
import { storyWithEntities } from '../builders/story-entities.ts';
import { storyStatements } from '../builders/story-statements.ts';
import type { Place } from '../suite/place.ts';
import { ask } from './ask.ts';
import { creditStore } from './credit-store.ts';

/** The story in memory, asked through graphql-js on 2026-06-01. */
export async function memoryPlace(): Promise<Place> {
  const editions = storyWithEntities();
  const city = await memoryCity(editions);
  return {
    ask: (source, variables = {}, tier = 'PUBLIC') => ask({ city, tier }, source, variables),
    times: editions.map(({ at }) => at),
    runs: (runs) => runs,
  };
}

/** The story in memory, with its statements in a real store and the credit function over it, in process. */
export async function memoryCreditPlace(): Promise<Place & AsyncDisposable> {
  const now = '2026-06-01T04:00:00Z';
  const at = creditStore(now);
  await at.publish(storyStatements(Date.parse(now)));
  const credit = createCreditFunction({ ...at.store, pepper: new Uint8Array(32), clock: at.clock, perDay: null });
  const editions = storyWithEntities();
  const city = await memoryCity(editions);
  return {
    ask: (source, variables = {}, tier = 'PUBLIC') => ask({ city, tier, now, credit }, source, variables),
    times: editions.map(({ at: instant }) => instant),
    runs: (runs) => runs,
    [Symbol.asyncDispose]: () => at[Symbol.asyncDispose](),
  };
}

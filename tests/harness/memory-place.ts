import { memoryCity } from '../builders/edition.ts';
import { storyEditions } from '../builders/sample-editions.ts';
import type { Place } from '../suite/place.ts';
import { ask } from './ask.ts';

/** The story in memory, asked through graphql-js on 2026-06-01. */
export async function memoryPlace(): Promise<Place> {
  const editions = storyEditions();
  const city = await memoryCity(editions);
  return {
    ask: (source, variables = {}, tier = 'PUBLIC') => ask({ city, tier }, source, variables),
    times: editions.map(({ at }) => at),
    runs: (runs) => runs,
  };
}

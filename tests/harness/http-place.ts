import { setTimeout as sleep } from 'node:timers/promises';
import type { Tier } from '../../schema/privacy/tier.ts';
import type { PlaceAnswer } from '../suite/place.ts';
import type { ApiAnswer, ApiClient } from './client.ts';

/** Asks as a place does, over HTTP; waits where a budget is spent, as clients must. */
export function askOver(apiOf: (tier: Tier) => ApiClient) {
  return async (
    source: string,
    variables: Record<string, unknown> = {},
    tier: Tier = 'PUBLIC',
  ): Promise<PlaceAnswer> => {
    const { body, codes } = await patiently(() => apiOf(tier).post(source, variables));
    return { data: body.data, errors: body.errors ?? [], codes, withheld: body.extensions?.withheld ?? [] };
  };
}

/** Repeats what is answered 429 after the seconds that the answer names. */
export async function patiently(ask: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  for (let time = 0; time < 10; time++) {
    const answer = await ask();
    if (answer.status !== 429) return answer;
    await sleep(Number(answer.headers.get('retry-after')) * 1000);
  }
  throw new Error('Cannot ask: budget must come back within ten waits, has not');
}

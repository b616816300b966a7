import { setTimeout as sleep } from 'node:timers/promises';
import type { Tier } from '../../schema/privacy/tier.ts';
import type { PlaceAnswer } from '../suite/place.ts';
import { type ApiAnswer, type ApiClient, apiClient } from './client.ts';

/** Asks as a place does, over HTTP. */
export function askOver(apiOf: (tier: Tier) => ApiClient) {
  return async (
    source: string,
    variables: Record<string, unknown> = {},
    tier: Tier = 'PUBLIC',
  ): Promise<PlaceAnswer> => {
    const { body, codes } = await apiOf(tier).post(source, variables);
    return { data: body.data, errors: body.errors ?? [], codes, withheld: body.extensions?.withheld ?? [] };
  };
}

/** A client that waits where a budget is spent, as clients must. */
export function patientClient(url: string, headers: Record<string, string> = {}): ApiClient {
  const { post, get, send } = apiClient(url, headers);
  return {
    post: (...words) => patiently(() => post(...words)),
    get: (...words) => patiently(() => get(...words)),
    send: (...words) => patiently(() => send(...words)),
  };
}

/** Repeats what is answered 429 after the seconds that the answer names. */
async function patiently(ask: () => Promise<ApiAnswer>): Promise<ApiAnswer> {
  for (let time = 0; time < 10; time++) {
    const answer = await ask();
    if (answer.status !== 429) return answer;
    await sleep(Number(answer.headers.get('retry-after')) * 1000);
  }
  throw new Error('Cannot ask: budget must come back within ten waits, has not');
}

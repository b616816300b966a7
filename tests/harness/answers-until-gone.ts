import { setTimeout as sleep } from 'node:timers/promises';

/** Asks how many houses there are; throws where the server does not answer, or otherwise than it must. */
export async function answerOf(url: string, houses: number): Promise<void> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"query":"{ houses { totalCount } }"}',
  });
  const text = await response.text();
  if (response.status !== 200 || !text.includes(`"totalCount":${houses}}`))
    throw Object.assign(new Error(`Cannot go on: ${response.status} ${text}`), { isWrong: true });
}

/** Asks again and again; answers how often it was answered, once nobody listens any more. Throws at a wrong answer. */
export async function answersUntilGone(url: string, houses: number): Promise<number> {
  for (let answers = 0; ; answers++) {
    try {
      await answerOf(url, houses);
    } catch (error) {
      if (error instanceof Error && 'isWrong' in error) throw error;
      return answers;
    }
    await sleep(20);
  }
}

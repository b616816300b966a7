import { expect } from 'vitest';
import { apiClient } from './client.ts';
import type { Deployment } from './deployment.ts';
import { newest } from './publishing-store.ts';

/** Data that anyone is shown of the newest edition: functions keep what they know of editions for a second. */
export async function shown({ url, store }: Deployment, document: string) {
  const { number } = await newest(store, 'PUBLIC');
  const api = apiClient(url);
  let answered: Awaited<ReturnType<typeof api.post>>['body'];
  await expect
    .poll(
      async () => {
        answered = (await api.post(document)).body;
        return answered?.extensions?.edition ?? 0;
      },
      { timeout: 20_000 },
    )
    .toBeGreaterThanOrEqual(number);
  return answered.data;
}

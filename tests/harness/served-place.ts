import { cachedEditions } from '../../functions/store/cached-editions.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import { storyWithEntities } from '../builders/story-entities.ts';
import { storyFiles } from '../builders/story-files.ts';
import { storyStatements } from '../builders/story-statements.ts';
import type { HttpPlace } from '../suite/place.ts';
import type { ApiClient } from './client.ts';
import { publishStatements } from './credit-store.ts';
import { askOver } from './http-place.ts';
import { newest, publishingStore } from './publishing-store.ts';
import { testServer } from './server.ts';

/** The story, published for real from its files into a store of its own, behind a server on this machine. */
export async function servedPlace(): Promise<HttpPlace & AsyncDisposable> {
  const store = publishingStore();
  const times: string[] = [];
  for (const { register, name, text } of storyFiles(storyWithEntities())) {
    const report = await store.publish(register, text, { name });
    if (!report.published) throw new Error(`Cannot publish ${name}: ${JSON.stringify(report.findings[0])}`);
    times.push((await newest(store.store)).at);
  }
  const server = await testServer({ city: store.store, editions: cachedEditions(store.store.editions, Date.now) });
  await publishStatements(server.store, storyStatements(Date.now()), Date.now());
  const clients = new Map<Tier, ApiClient>([['PUBLIC', server.api]]);
  const apiOf = (tier: Tier = 'PUBLIC') => clients.get(tier) ?? server.api;
  for (const tier of ['REGISTERED', 'ENTERPRISE', 'GOVERNMENT'] as const)
    clients.set(tier, (await server.admit(tier)).api);
  return {
    times,
    ask: askOver(apiOf),
    api: apiOf,
    admit: async (tier, subject) => {
      const { client, api, secret } = await server.admit(tier, subject);
      const revoke = () => server.store.clients.put({ ...client, revokedAt: new Date().toISOString() });
      return { api, secret, revoke };
    },
    runs: (runs) => Math.ceil(runs / 4),
    [Symbol.asyncDispose]: async () => {
      await server[Symbol.asyncDispose]();
      await store[Symbol.asyncDispose]();
    },
  };
}

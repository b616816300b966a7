import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGraphqlHandler } from '../../functions/graphql/create-graphql-handler.ts';
import { graphqlParts } from '../../functions/graphql/graphql-parts.ts';
import { readConfig } from '../../functions/platform/config.ts';
import { createLogger } from '../../functions/platform/logger.ts';
import { cachedEditions } from '../../functions/store/cached-editions.ts';
import { createClient } from '../../functions/store/client-secret.ts';
import { readingIndexesAhead } from '../../functions/store/indexes-ahead.ts';
import type { Store } from '../../schema/ports.ts';
import type { budgets } from '../../schema/pricing/budget.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import { countedStore, type Reads } from './counted-store.ts';
import { emptiedBlocks } from './emptied-blocks.ts';
import { gatewayEvent } from './gateway-event.ts';
import type { Question } from './http-client.ts';
import { beforeAll } from './questions.ts';

/** Somebody who asks a handler of its own. */
export interface Asker {
  /** API Gateway's event in, response out; gives the body. Throws when the question is refused. */
  ask(question: Question): Promise<string>;
  readonly reads: Reads;
  /** Empties its caches of rows, as if it had read none. */
  empty(): Promise<void>;
}

/** Who asks, and whether budgets of points are kept. */
export interface AskerOptions {
  readonly tier?: Tier;
  readonly limits?: boolean;
}

const secrets = { cursorKey: randomBytes(32), keyPepper: randomBytes(32) };

/** A new handler on a store, with empty caches; budgets, where kept, are never used up. */
export function newAsker(store: Store, { tier = 'PUBLIC', limits = false }: AskerOptions = {}): Asker {
  const counted = countedStore(store);
  const creation = { now: Date.now(), pepper: secrets.keyPepper };
  const { client, secret } = createClient({ tier, name: 'bench', subject: null }, creation);
  const config = { ...readConfig({}), limits };
  const caches = emptiedBlocks(counted.store.blocks, config.cacheBytes);
  const parts = graphqlParts({
    config,
    store: { ...counted.store, clients: { ...store.clients, bySecretHash: async () => client } },
    secrets,
    clock: Date.now,
    logger: createLogger(),
  });
  const editions = readingIndexesAhead(cachedEditions(store.editions, Date.now), caches.blocks);
  const handler = createGraphqlHandler({ ...parts, blocks: caches.blocks, editions, budgets: endless });
  const headers = tier === 'PUBLIC' ? {} : { 'x-api-key': secret };
  const ask = async (question: Question) => {
    const { statusCode, body } = await handler(gatewayEvent(question, headers));
    if (statusCode === 200) return body;
    throw new Error(`Cannot ask "${question.query.slice(0, 60)}": status must be 200, is ${statusCode}: ${body}`);
  };
  return { ask, reads: counted.reads, empty: caches.empty };
}

const enough = { burst: 1_000_000_000, perSecond: 1_000_000_000 };
const endless = Object.fromEntries(tiers.map((tier) => [tier, enough])) as unknown as typeof budgets;

/**
 * The same, but that it has compiled the question's document, and has read ahead what a handler reads when it meets an edition:
 * what is cold is rows, not code.
 */
export async function coldAsker(store: Store, question: Question, options: AskerOptions = {}): Promise<Asker> {
  const asker = newAsker(store, options);
  // Twice: an operation is compiled when it comes for the second time.
  for (let time = 0; time < 2; time += 1)
    await asker.ask({ ...question, variables: { ...question.variables, knownAt: beforeAll } });
  for (let quiet = 0; quiet < 3; quiet = asker.reads.pending > 0 ? 0 : quiet + 1) await sleep(1);
  return asker;
}

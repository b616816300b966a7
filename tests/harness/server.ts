import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import { createCreditFunction } from '../../functions/credit/create-credit-function.ts';
import type { CreditParts } from '../../functions/credit/credit-parts.ts';
import { createGraphqlHandler, type GraphqlParts } from '../../functions/graphql/create-graphql-handler.ts';
import { serve } from '../../functions/local/server.ts';
import type { Clock } from '../../functions/platform/clock.ts';
import { createLogger } from '../../functions/platform/logger.ts';
import { cachedEditions } from '../../functions/store/cached-editions.ts';
import { classBlocks } from '../../functions/store/class-blocks.ts';
import { createClient } from '../../functions/store/client-secret.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import type { Client, Store } from '../../schema/ports.ts';
import type { Budget } from '../../schema/pricing/budget.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import type { CreditPort } from '../../schema/registers/credit/credit-port.ts';
import type { MemoryCity } from '../builders/edition.ts';
import { memoryCity } from '../builders/edition.ts';
import { firstEditions } from '../builders/sample-editions.ts';
import { type ApiClient, apiClient } from './client.ts';

/** What a test may want otherwise than usual. */
export interface ServerWish {
  readonly city?: MemoryCity;
  readonly schema?: GraphQLSchema;
  readonly clock?: Clock;
  /** Budgets by tier; without them nobody's is kept. */
  readonly budgets?: Readonly<Record<Tier, Budget>>;
  readonly editions?: GraphqlParts['editions'];
  readonly compresses?: boolean;
  readonly evidence?: GraphqlParts['evidence'];
  /** What the credit function shall work with, in place of the store. */
  readonly credit?: Partial<CreditParts>;
  readonly creditPerDay?: number;
  /** What stands between the two functions, as the credit function is asked. */
  readonly remote?: (credit: CreditPort) => CreditPort;
}

/** A server of the test's own. */
export interface TestServer extends AsyncDisposable {
  readonly url: string;
  /** Asks without a key. */
  readonly api: ApiClient;
  readonly store: Store;
  /** Lines of the log so far. */
  readonly log: readonly string[];
  /** Admits a client, and asks with its key. */
  admit(
    tier: Tier,
    subject?: string,
  ): Promise<{ readonly client: Client; readonly secret: string; readonly api: ApiClient }>;
}

const secrets = { cursorKey: new Uint8Array(32).fill(1), keyPepper: new Uint8Array(32).fill(2) };

/** Serves a small city on a free port of 127.0.0.1, over HTTP, with a store of its own for clients and limits. */
export async function testServer(wish: ServerWish = {}): Promise<TestServer> {
  const clock = wish.clock ?? Date.now;
  const folder = await mkdtemp(join(tmpdir(), 'basegrid-test-'));
  const store = openSqliteStore(folder, clock);
  const city = wish.city ?? (await memoryCity(firstEditions()));
  const log: string[] = [];
  const parts: GraphqlParts = {
    blocks: classBlocks(city.blocks, 2 ** 24),
    editions: wish.editions ?? cachedEditions(city.editions, clock),
    credit: (wish.remote ?? ((credit) => credit))(
      createCreditFunction({
        ...store,
        ...wish.credit,
        pepper: secrets.keyPepper,
        clock,
        perDay: wish.creditPerDay ?? null,
      }),
    ),
    clients: store.clients,
    evidence: wish.evidence ?? store.evidence,
    limits: wish.budgets === undefined ? null : store.limits,
    secrets,
    clock,
    logger: createLogger((line) => log.push(line), clock),
    build: 'test',
    documents: true,
    ...(wish.schema === undefined ? {} : { schema: wish.schema }),
    ...(wish.budgets === undefined ? {} : { budgets: wish.budgets }),
  };
  const handlers = { public: createGraphqlHandler({ ...parts, clients: null }), entitled: createGraphqlHandler(parts) };
  const server = await serve({ host: '127.0.0.1', port: 0, handlers, compresses: wish.compresses ?? false });
  const { url } = server;
  return {
    url,
    api: apiClient(url),
    store,
    log,
    admit: async (tier, subject) => {
      const creation = { now: clock(), pepper: secrets.keyPepper };
      const { client, secret } = createClient({ tier, name: `A ${tier}`, subject: subject ?? null }, creation);
      await store.clients.put(client);
      return { client, secret, api: apiClient(url, { 'x-api-key': secret }) };
    },
    [Symbol.asyncDispose]: async () => {
      await server.close();
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

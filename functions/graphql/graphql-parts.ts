import type { EditionReader, Store } from '../../schema/ports.ts';
import type { CreditPort } from '../../schema/registers/credit/credit-port.ts';
import type { Clock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { invokedCredit } from '../platform/invoked-credit.ts';
import type { Logger } from '../platform/logger.ts';
import { type Metrics, noMetrics } from '../platform/metrics.ts';
import { cachedEditions } from '../store/cached-editions.ts';
import { classBlocks } from '../store/class-blocks.ts';
import { readingIndexesAhead } from '../store/indexes-ahead.ts';
import type { Secrets } from '../store/secret-keys.ts';
import type { GraphqlParts } from './create-graphql-handler.ts';

/** What a process has before it has a GraphQL function. */
export interface Process {
  readonly config: Config;
  readonly store: Store;
  /** The store's, cached; made here without it. */
  readonly editions?: EditionReader;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The function that answers credit queries, in this process; without it the deployed one is invoked. */
  readonly credit?: CreditPort;
  /** Without them nothing is counted. */
  readonly metrics?: Metrics;
  /** When index blocks may be read ahead; at once without it. */
  readonly readAheadFrom?: Promise<void>;
}

/** The parts of the GraphQL function over a store, with caches of blocks and editions. */
export function graphqlParts(process: Process): GraphqlParts {
  const { config, store, secrets, clock, logger, metrics = noMetrics } = process;
  const editions = process.editions ?? cachedEditions(store.editions, clock);
  const blocks = classBlocks(store.blocks, config.cacheBytes, (hits, misses) => {
    metrics.add('blockCacheHits', hits);
    metrics.add('blockCacheMisses', misses);
  });
  return {
    blocks,
    editions: readingIndexesAhead(editions, blocks, process.readAheadFrom),
    credit: process.credit ?? invokedCredit(config),
    evidence: config.publicOnly ? null : store.evidence,
    clients: config.publicOnly ? null : store.clients,
    limits: config.limits ? store.limits : null,
    secrets,
    clock,
    logger,
    metrics,
    build: config.build,
  };
}

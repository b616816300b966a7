import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createGraphqlHandler } from '../../functions/graphql/create-graphql-handler.ts';
import { graphqlParts } from '../../functions/graphql/graphql-parts.ts';
import { readConfig } from '../../functions/platform/config.ts';
import type { HttpAnswer } from '../../functions/platform/http.ts';
import { createLogger } from '../../functions/platform/logger.ts';
import { requestSignal } from '../../functions/platform/request-signal.ts';
import type { RetryPolicy } from '../../functions/store/dynamodb/retry.ts';
import type { Store } from '../../schema/ports.ts';
import { gatewayEvent } from '../bench/gateway-event.ts';
import { buildings, csv, house } from '../builders/publication-city.ts';
import { type DynamodbEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';
import type { FaultyProxy } from '../harness/dynamodb-faulty-proxy.ts';
import { type FaultyStore, faultyDynamodb } from '../harness/faulty-dynamodb.ts';
import { publishingStore } from '../harness/publishing-store.ts';

const choice = dynoxideEngine();

describe('a function that is frozen between two requests', () => {
  if ('missing' in choice) test.skip(`is not tested: ${choice.missing}`);
  else frozenTests(choice.start);
});

/** So many that their trees have index blocks. */
const many = buildings.flatMap(({ code }) => Array.from({ length: 100 }, (_, index) => house(code ?? '', index + 1)));
const question = { query: '{ houses(first: 30) { totalCount nodes { code building { name grid { name } } } } }' };
const enough = { getRemainingTimeInMillis: () => 25_000 };
/** Time ends when the test says so: the clock of Lambda stands until then. */
const shortly = { getRemainingTimeInMillis: () => 600 };

function frozenTests(startEngine: () => Promise<DynamodbEngine>): void {
  const open = faultyDynamodb(startEngine, { prefix: 'frozen', retry: policy(3) });
  const stubborn = faultyDynamodb(startEngine, { prefix: 'stubborn', retry: policy(1_000_000) });
  const once = faultyDynamodb(startEngine, { prefix: 'once', retry: policy(1) });
  const openCity = async (opening: (folder: string) => Promise<FaultyStore>) => {
    const folder = publishingStore();
    const { store, network } = await opening(`${folder.folder}/objects`);
    const city = publishingStore(() => store);
    await city.publishCity();
    await city.publish('HOUSES', csv('houses', many), { allowRetirements: true });
    const close = async () => {
      network.harm(() => 'pass');
      network.breakHeld();
      await store.close();
      await folder[Symbol.asyncDispose]();
      await city[Symbol.asyncDispose]();
    };
    return { store, network, [Symbol.asyncDispose]: close };
  };

  test('a read that is given up is broken off, and the next request that wants the same blocks asks for itself', async () => {
    await using run = await openCity(open);
    const ask = functionOf(run.store);
    run.network.harm((operation) => (operation === 'BatchGetItem' || operation === 'GetItem' ? 'hold' : 'pass'));
    const first = await ask(shortly);
    expect(first.statusCode).toBe(503);
    run.network.harm(() => 'pass');
    const second = await ask(enough);
    expect(second.statusCode).toBe(200);
    expect(JSON.parse(second.body).data.houses).toMatchObject({ totalCount: 600 });
    await until(() => run.network.held() === 0); // nobody waits for them any more
  });

  test('a request that asks a busy store again and again stops when it is given up', async () => {
    await using run = await openCity(stubborn);
    const ask = functionOf(run.store);
    run.network.harm((operation) => (operation === 'Query' ? 'pass' : 'throttle'));
    expect((await ask(shortly)).statusCode).toBe(503);
    await settled(run.network);
    const seen = run.network.seen.length;
    for (let turn = 0; turn < 20; turn++) await settled(run.network);
    expect(run.network.seen.slice(seen)).toEqual(Array(20).fill('Sentinel'));
  });

  test('what was read ahead and broke while nobody worked is asked for again by whoever needs it', async () => {
    await using run = await openCity(once);
    const cold = functionOf(run.store, true);
    // The answer needs no rows; the index blocks are on their way when it leaves, and the function is frozen.
    run.network.harm((operation) => (operation === 'BatchGetItem' || operation === 'GetItem' ? 'hold' : 'pass'));
    expect((await cold(enough, '{ myAccess { tier } }')).statusCode).toBe(200);
    await until(() => run.network.held() > 0);
    run.network.harm(() => 'pass');
    const next = cold(enough);
    run.network.breakHeld();
    const { statusCode, body } = await next;
    expect(statusCode).toBe(200);
    expect(JSON.parse(body).data.houses).toMatchObject({ totalCount: 600 });
  });

  test('each request has a signal of its own; one that has all the time in the world has none', async () => {
    const signals: (AbortSignal | undefined)[] = [];
    await using run = await openCity(open);
    const { latest } = run.store.editions;
    const editions = {
      ...run.store.editions,
      latest: (...of: Parameters<typeof latest>) => {
        signals.push(requestSignal());
        return latest(...of);
      },
    };
    for (const invocation of [enough, enough, undefined]) await functionOf({ ...run.store, editions })(invocation);
    expect(new Set(signals).size).toBe(3);
    expect(signals.at(-1)).toBe(undefined);
  });
}

function policy(attempts: number): RetryPolicy {
  return { attempts, baseMilliseconds: 1, capMilliseconds: 1, random: () => 0, sleep: () => sleep(1) };
}

/** The GraphQL function as a Lambda has it, which has read nothing yet. */
function functionOf(store: Store, readsAhead = false) {
  const { promise: readAheadFrom, resolve } = Promise.withResolvers<void>();
  const parts = graphqlParts({
    config: { ...readConfig({}), limits: false },
    store,
    secrets: { cursorKey: new Uint8Array(32).fill(1), keyPepper: new Uint8Array(32).fill(2) },
    clock: Date.now,
    logger: createLogger(() => {}),
    readAheadFrom,
  });
  const handler = createGraphqlHandler(parts);
  return async (invocation?: typeof enough, query = question.query): Promise<HttpAnswer> => {
    const answer = await handler(gatewayEvent({ query }), invocation);
    if (readsAhead) resolve();
    return answer;
  };
}

/** A request of the test's own: when it is answered, those that were on their way have come. */
async function settled({ endpoint }: FaultyProxy): Promise<void> {
  const headers = { 'x-amz-target': 'DynamoDB_20120810.Sentinel' };
  await (await fetch(endpoint.url ?? '', { method: 'POST', headers, body: '{}' })).arrayBuffer();
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

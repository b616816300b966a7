import { describe, expect, test } from 'vitest';
import { cachedEditions } from '../../functions/store/cached-editions.ts';
import type { RetryPolicy } from '../../functions/store/dynamodb/retry.ts';
import type { Store } from '../../schema/ports.ts';
import { buildings, csv, houses } from '../builders/publication-city.ts';
import { type DynamodbEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';
import type { Fault } from '../harness/dynamodb-faulty-proxy.ts';
import { faultyDynamodb } from '../harness/faulty-dynamodb.ts';
import { publishingStore, rootsOf } from '../harness/publishing-store.ts';
import { testServer } from '../harness/server.ts';

const choice = dynoxideEngine();

describe('DynamoDB that throttles', () => {
  if ('missing' in choice) test.skip(`is not tested: ${choice.missing}`);
  else throttlingTests(choice.start);
});

/** Touches open and restricted blocks, orders, counts and several registers at once. */
const question = `{
  houses(first: 30) { totalCount nodes { code floorArea rented building { name grid { name } } } }
  division(code: "440304") { name children { nodes { name } } }
  gridAt(point: { lon: 114.0005, lat: 22.5005 }) { code buildings { totalCount } }
}`;

function throttlingTests(startEngine: () => Promise<DynamodbEngine>): void {
  const retry: RetryPolicy = {
    attempts: 6,
    baseMilliseconds: 1,
    capMilliseconds: 1,
    random: () => 0,
    sleep: async () => {},
  };
  const open = faultyDynamodb(startEngine, { prefix: 'throttled', retry });
  /** The small city, published into DynamoDB through the proxy. */
  const openCity = async () => {
    const whole = publishingStore();
    const { store, network } = await open(`${whole.folder}/objects`);
    const city = publishingStore(() => store);
    const close = async () => {
      network.harm(() => 'pass');
      await store.close();
      await whole[Symbol.asyncDispose]();
      await city[Symbol.asyncDispose]();
    };
    return { whole, city, store, network, [Symbol.asyncDispose]: close };
  };

  test('now and then during a publication changes nothing but its time', async () => {
    await using run = await openCity();
    await run.whole.publishCity();
    run.network.harm(nowAndThen(7));
    await run.city.publishCity();
    run.network.harm(() => 'pass');
    expect(await rootsOf(run.store)).toEqual(await rootsOf(run.whole.store));
  });

  test('for good, from any request of a publication on, leaves the old edition, and a rerun ends as if nothing had been', async () => {
    await using run = await openCity();
    await run.whole.publishCity();
    await run.city.publishCity();
    const before = await rootsOf(run.store);
    const changed = csv(
      'houses',
      houses.map((row, index) => ({ ...row, building: buildings[(index + 1) % 6]?.code ?? '', floorArea: '80' })),
    );
    await run.whole.publish('HOUSES', changed);
    const wanted = await rootsOf(run.whole.store);
    let failures = 0;
    for (let good = 0; ; good += 3) {
      run.network.harm(fromThe(good));
      const error = await run.city.publish('HOUSES', changed).then(
        () => null,
        (reason: Error) => reason,
      );
      run.network.harm(() => 'pass');
      if (error === null) break;
      failures += 1;
      expect(error.message).toContain('the store must answer within 6 attempts');
      expect(await rootsOf(run.store)).toEqual(before);
    }
    expect(failures).toBeGreaterThan(2);
    expect(await rootsOf(run.store)).toEqual(wanted);
  });

  test('now and then during a query changes nothing but its time', async () => {
    await using run = await openCity();
    await run.city.publishCity();
    const truth = await answerOf(run.store);
    expect(truth.status).toBe(200);
    for (let seed = 1; seed <= 5; seed++) {
      run.network.harm(nowAndThen(seed));
      expect(await answerOf(run.store)).toEqual(truth);
      run.network.harm(() => 'pass');
    }
  });

  test('for good, from any request of a query on, is answered by 503 and Retry-After, never in part', async () => {
    await using run = await openCity();
    await run.city.publishCity();
    const truth = await answerOf(run.store);
    let failures = 0;
    for (let good = 0; ; good++) {
      run.network.harm(fromThe(good));
      const answer = await answerOf(run.store);
      run.network.harm(() => 'pass');
      if (answer.status === 200) {
        expect(answer).toEqual(truth);
        break;
      }
      failures += 1;
      expect(answer).toEqual({ status: 503, retryAfter: '5', data: undefined, codes: expect.any(Array) });
      expect(new Set(answer.codes)).toEqual(new Set(['UNAVAILABLE']));
    }
    expect(failures).toBeGreaterThan(3);
  });

  /** From a server that has read nothing yet. */
  async function answerOf(store: Store) {
    const editions = cachedEditions(store.editions, Date.now);
    await using server = await testServer({ city: store, editions });
    const { api } = await server.admit('GOVERNMENT');
    const { status, headers, body, codes } = await api.post(question);
    return { status, retryAfter: headers.get('retry-after'), data: body.data, codes };
  }
}

/** Harm to about a third of all requests, the same for one seed. */
function nowAndThen(seed: number): () => Fault {
  const faults: readonly Fault[] = ['throttle', 'fail', 'reset'];
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state >> 8) % 3 === 0 ? (faults[(state >> 16) % 3] ?? 'throttle') : 'pass';
  };
}

/** Throttles all but the first `good` requests. */
function fromThe(good: number): () => Fault {
  let seen = 0;
  return () => (seen++ < good ? 'pass' : 'throttle');
}

import { describe, expect, test } from 'vitest';
import type { RetryPolicy } from '../../functions/store/dynamodb/retry.ts';
import { type DynamodbEngine, dynamodbLocalEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { faultyDynamodb } from '../harness/faulty-dynamodb.ts';
import { placesOf } from './evidence-tests.ts';
import { aBlock, aLeaf, anEdition, aPublication } from './store-builder.ts';

for (const choice of [dynoxideEngine(), dynamodbLocalEngine()])
  describe(`the store on ${choice.name}, behind a network that fails`, () => {
    if ('missing' in choice) test.skip(`is not tested: ${choice.missing}`);
    else faultTests(choice.start);
  });

function faultTests(startEngine: () => Promise<DynamodbEngine>): void {
  let pauses: number[] = [];
  /** Never sleeps, but notes how long it would have; "random" is always the middle. */
  const retry: RetryPolicy = {
    attempts: 5,
    baseMilliseconds: 20,
    capMilliseconds: 100,
    random: () => 0.5,
    sleep: async (milliseconds) => pauses.push(milliseconds),
  };
  const openFaulty = faultyDynamodb(startEngine, { prefix: 'fault', retry });
  const open = async () => {
    const opened = await openFaulty('unused');
    pauses = [];
    opened.network.seen.length = 0;
    return opened;
  };
  const hundred = Array.from({ length: 100 }, (_, seed) => aBlock(seed));
  const names = hundred.map(({ name }) => name);

  test('keys left unprocessed are asked for again until all have come', async () => {
    const { store, network } = await open();
    await store.blocks.write('open', hundred);
    network.seen.length = 0;
    network.plan('first only', 'none', 'first only');
    const found = await store.blocks.read('open', names);
    expect([...found.keys()].sort()).toEqual([...names].sort());
    expect(network.seen).toEqual(Array(4).fill('BatchGetItem'));
    await store.close();
  });

  test('items left unprocessed are sent again until all are written', async () => {
    const { store, network } = await open();
    network.plan('first only', 'none', 'none', 'first only');
    await store.blocks.write('enterprise', hundred);
    expect((await store.blocks.read('enterprise', names)).size).toBe(100);
    await store.close();
  });

  test('throttling, server errors and broken connections are retried, each after a longer pause', async () => {
    const { store, network } = await open();
    const block = aBlock(1);
    network.plan('throttle', 'fail', 'reset', 'reset after');
    await store.blocks.write('open', [block]);
    expect(pauses).toEqual([20, 40, 50, 50]);
    network.plan('reset after', 'throttle', 'reset', 'fail');
    expect((await store.blocks.read('open', [block.name])).size).toBe(1);
    await store.close();
  });

  test('an answer of which a bit was lost is asked for again, and what it tells of a write is believed once it is whole', async () => {
    const { store, network } = await open();
    await store.blocks.write('open', hundred);
    for (const wanted of [names.slice(0, 1), names]) {
      const before = network.seen.length;
      network.plan('flip', 'flip');
      const found = await store.blocks.read('open', wanted);
      for (const { name, bytes } of hundred.slice(0, wanted.length))
        expect(Buffer.from(found.get(name) ?? []).equals(bytes)).toBe(true);
      expect(network.seen.length - before).toBe(3);
    }
    network.plan('flip');
    const move = { editions: [anEdition(1)], publications: [aPublication(1)], report: null, leaves: [] };
    expect(await store.editions.move(move)).toBe('moved');
    network.plan('flip');
    expect(await store.editions.latest('PUBLIC')).toEqual(anEdition(1));
    network.plan('flip', 'flip', 'flip', 'flip', 'flip');
    await expect(store.editions.latest('PUBLIC')).rejects.toThrow('last was "CRC32CheckFailed"');
    await store.close();
  });

  test('a store that never answers is given up with a clear error, and nothing waits for ever', async () => {
    const { store, network } = await open();
    network.plan('throttle', 'throttle', 'throttle', 'throttle', 'throttle');
    await expect(store.editions.latest('PUBLIC')).rejects.toThrow(
      'Cannot read the end of "edition#PUBLIC": the store must answer within 5 attempts, last was "ProvisionedThroughputExceededException"',
    );
    expect(pauses).toEqual([20, 40, 50, 50]);
    network.plan('none', 'none', 'none', 'none', 'none');
    await expect(store.blocks.read('open', names)).rejects.toThrow('within 5 attempts, last was "nothing processed"');
    expect(await store.editions.latest('PUBLIC')).toBe(null);
    await store.close();
  });

  test('progress starts the count of attempts anew', async () => {
    const { store, network } = await open();
    await store.blocks.write('open', hundred);
    pauses = [];
    const slow = Array.from({ length: 8 }, () => ['throttle', 'reset', 'none', 'first only'] as const);
    network.plan(...slow.flat());
    expect((await store.blocks.read('open', names)).size).toBe(100);
    expect(pauses).toHaveLength(32);
    await store.close();
  });

  test('a move whose answer was lost knows that it had moved', async () => {
    const { store, network } = await open();
    for (const [number, fault] of [
      [1, 'reset after'],
      [2, 'reset'],
      [3, 'throttle'],
    ] as const) {
      network.plan(fault);
      const move = { editions: [anEdition(number)], publications: [aPublication(number)], report: null, leaves: [] };
      expect(await store.editions.move(move)).toBe('moved');
      expect(await store.editions.move(move)).toBe('behind');
    }
    expect(await store.editions.publications('PUBLIC', 'HOUSES', 0)).toHaveLength(3);
    await store.close();
  });

  test('a charge whose answer was lost is granted once, and its leaf appended once', async () => {
    const { store, network } = await open();
    const spend = { key: 'one', cost: 1, burst: 4, perSecond: 1 / 60, now: 1_800_000_000_000 };
    for (const seed of [1, 2, 3, 4]) {
      network.plan(seed % 2 === 0 ? 'reset after' : 'reset');
      expect(await store.evidence.charge({ spends: [spend], leaves: [aLeaf(seed)] })).toEqual({ granted: true });
    }
    expect(await store.evidence.charge({ spends: [spend], leaves: [aLeaf(5)] })).toMatchObject({ granted: false });
    expect(await placesOf(store)).toEqual([1, 2, 3, 4].map((seed) => aLeaf(seed).id));
    await store.close();
  });

  test('a sequencer whose connection breaks at any of its requests, and all after it, gives each leaf one place', async () => {
    const { store, network } = await open();
    const leaves = Array.from({ length: 40 }, (_, seed) => aLeaf(seed));
    const given: string[] = [];
    for (let requests = 0; given.length < leaves.length; requests += 1) {
      const next = leaves.slice(given.length, given.length + 2);
      await store.evidence.charge({ spends: [], leaves: next });
      given.push(...next.map(({ id }) => id));
      // Lets some requests pass, then loses one answer, then the process is dead: nothing gets through any more.
      const dead = Array.from({ length: 40 }, () => 'reset' as const);
      network.plan(...Array.from({ length: requests % 18 }, () => 'pass' as const), 'reset after', ...dead);
      await store.evidence.sequence(256).catch(() => undefined);
      network.calm();
      while ((await store.evidence.sequence(256)) > 0);
      expect(await placesOf(store)).toEqual(given);
    }
    await store.close();
  });

  test('a spending whose answer was lost is at worst spent twice, never granted beyond the budget', async () => {
    const { store, network } = await open();
    network.plan('reset after', 'pass', 'reset after');
    const spend = () =>
      store.limits.spend({ key: 'one', cost: 1, burst: 4, perSecond: 1 / 60, now: 1_800_000_000_000 });
    const outcomes = [await spend(), await spend(), await spend(), await spend(), await spend()];
    expect(outcomes.filter(({ granted }) => granted).length).toBeLessThanOrEqual(4);
    expect(outcomes.at(-1)).toMatchObject({ granted: false, remaining: 0 });
    await store.close();
  });
}

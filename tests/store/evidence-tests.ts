import { setImmediate as breathe } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { chunksOf } from '../../functions/store/chunks-of.ts';
import { inParallel } from '../../functions/store/in-parallel.ts';
import type { ChargeOnce, NewLeaf } from '../../schema/evidence/evidence-store.ts';
import type { SpendRequest, Store } from '../../schema/ports.ts';
import { aLeaf, anEdition } from './store-builder.ts';
import type { OpenFresh } from './store-suite.ts';

const now = 1_800_000_000_000;

/** Laws of EvidenceStore. */
export function evidenceTests(openFresh: OpenFresh): void {
  test('a leaf can be read at once, has no place, and gets one', async () => {
    const { store } = await openFresh();
    await append(store, [aLeaf(1), aLeaf(2)]);
    expect(await store.evidence.leaf(aLeaf(2).id)).toEqual({ ...aLeaf(2), index: null });
    expect(await store.evidence.shown(aLeaf(2).id)).toMatchObject({ leaf: aLeaf(2).leaf, index: null });
    expect(await store.evidence.sequence(256)).toBe(2);
    expect(await store.evidence.leaf(aLeaf(2).id)).toEqual({ ...aLeaf(2), index: 1 });
    const { id, leaf, issuedAt } = aLeaf(2);
    expect(await store.evidence.shown(aLeaf(2).id)).toEqual({ id, leaf, issuedAt, index: 1 });
    expect(await store.evidence.leaf(aLeaf(3).id)).toBe(null);
    expect(await store.evidence.shown(aLeaf(3).id)).toBe(null);
    expect(await store.evidence.shown('no id at all')).toBe(null);
    expect(await store.evidence.leaf('no id at all')).toBe(null);
    expect(await store.evidence.sequence(256)).toBe(0);
    expect(await store.evidence.run(0)).toEqual([aLeaf(1), aLeaf(2)].map(({ id, leaf }) => ({ id, leaf })));
    expect(await store.evidence.run(2)).toEqual([]);
  });

  test('a topic lists its leaves newest first, page by page, whether they have places or not', async () => {
    const { store } = await openFresh();
    const topic = 'subject 91440300';
    const all = [1, 2, 3, 4, 5, 6, 7].map((seed) => aLeaf(seed, { topic: seed === 4 ? 'another' : topic }));
    await append(store, all.slice(0, 5));
    await store.evidence.sequence(256);
    await append(store, all.slice(5));
    const idsOf = async (before: string | null, limit: number) =>
      (await store.evidence.topic(topic, { before, limit })).map(({ id }) => id);
    const ids = [7, 6, 5, 3, 2, 1].map((seed) => aLeaf(seed).id);
    expect(await idsOf(null, 10)).toEqual(ids);
    expect(await idsOf(null, 3)).toEqual(ids.slice(0, 3));
    expect(await idsOf(ids[2] ?? '', 2)).toEqual(ids.slice(3, 5));
    expect(await idsOf(ids[5] ?? '', 2)).toEqual([]);
    expect(await store.evidence.topicSize(topic)).toBe(6);
    expect(await store.evidence.topicSize('nobody')).toBe(0);
    const [newest, , , oldest] = await store.evidence.topic(topic, { before: null, limit: 4 });
    expect([newest?.index, oldest?.index]).toEqual([null, 2]);
  });

  test('a topic lists and counts all of its leaves, however many of others wait for their places as well', async () => {
    const { store } = await openFresh();
    const topic = 'subject 91440300';
    const own = [0, 5_000, 10_100].map((seed) => aLeaf(seed, { topic }));
    const others = Array.from({ length: 10_098 }, (_, place) => aLeaf(place < 4_999 ? place + 1 : place + 2));
    await inParallel(chunksOf([...own, ...others], 99), 4, (leaves) => append(store, leaves));
    const listed = await store.evidence.topic(topic, { before: null, limit: 10 });
    expect(listed.map(({ id }) => id)).toEqual([10_100, 5_000, 0].map((seed) => aLeaf(seed).id));
    expect(await store.evidence.topicSize(topic)).toBe(3);
  });

  test('a charge spends from all budgets and appends all leaves', async () => {
    const { store } = await openFresh();
    const spends = [aSpend('caller', { cost: 2 }), aSpend('caller and subject')];
    expect(await store.evidence.charge({ spends, leaves: [aLeaf(1), aLeaf(2)] })).toEqual({ granted: true });
    expect(await remaining(store, 'caller')).toBe(8);
    expect(await remaining(store, 'caller and subject')).toBe(9);
    expect(await placesOf(store)).toEqual([aLeaf(1).id, aLeaf(2).id]);
  });

  test('a charge that one budget does not hold spends nothing and appends nothing, and tells how that budget stands', async () => {
    const { store } = await openFresh();
    await store.evidence.charge({ spends: [aSpend('poor', { cost: 9 })], leaves: [] });
    for (const cost of [2, 11]) {
      const spends = [aSpend('rich'), aSpend('poor', { cost }), aSpend('new')];
      expect(await store.evidence.charge({ spends, leaves: [aLeaf(cost)] })).toEqual({
        granted: false,
        short: [{ key: 'poor', spending: { granted: false, remaining: 1, resetAt: now + 9 * 60_000 } }],
      });
    }
    expect(await Promise.all(['rich', 'poor', 'new'].map((key) => remaining(store, key)))).toEqual([10, 1, 10]);
    expect(await placesOf(store)).toEqual([]);
    const later = aSpend('poor', { cost: 2, now: now + 60_000 });
    expect(await store.evidence.charge({ spends: [later], leaves: [aLeaf(3)] })).toEqual({ granted: true });
  });

  test('of 200 concurrent charges of a budget of 40, from two sides, exactly 40 are granted and leave a leaf each', async () => {
    const { store, again } = await openFresh();
    const other = await again();
    const outcomes = await Promise.all(
      Array.from({ length: 200 }, async (_, racer) => {
        const spends = [aSpend('rush', { burst: 40 }), aSpend(`racer ${racer % 100}`)];
        const side = racer % 2 === 0 ? store : other;
        const { granted } = await side.evidence.charge({ spends, leaves: [aLeaf(racer)] });
        return granted ? [aLeaf(racer).id] : [];
      }),
    );
    expect(outcomes.flat()).toHaveLength(40);
    expect((await placesOf(store)).toSorted()).toEqual(outcomes.flat().toSorted());
  });

  test('a leaf whose id is taken, two budgets of one key, or too much at once is an error, and nothing is spent', async () => {
    const { store } = await openFresh();
    await append(store, [aLeaf(1)]);
    const taken = { spends: [aSpend('one')], leaves: [aLeaf(1, { leaf: 'another' })] };
    await expect(store.evidence.charge(taken)).rejects.toThrow();
    await expect(store.evidence.charge({ spends: [aSpend('one'), aSpend('one')], leaves: [aLeaf(2)] })).rejects.toThrow(
      'keys of budgets must differ',
    );
    const many = Array.from({ length: 99 }, (_, seed) => aLeaf(seed + 10));
    await expect(store.evidence.charge({ spends: [aSpend('one')], leaves: many })).rejects.toThrow(
      'must be at most 99, are 100',
    );
    expect(await remaining(store, 'one')).toBe(10);
    expect(await placesOf(store)).toEqual([aLeaf(1).id]);
  });

  test('45 queries are charged and appended in one transaction', async () => {
    const { store } = await openFresh();
    const seeds = Array.from({ length: 45 }, (_, seed) => seed);
    const spends = [aSpend('caller', { cost: 45, burst: 100 }), ...seeds.map((seed) => aSpend(`subject ${seed}`))];
    expect(await store.evidence.charge({ spends, leaves: seeds.map((seed) => aLeaf(seed)) })).toEqual({
      granted: true,
    });
    expect(await placesOf(store)).toHaveLength(45);
  });

  test('45 queries of which the budget holds 44 append no leaf and spend from no budget', async () => {
    const { store } = await openFresh();
    await store.evidence.charge({ spends: [aSpend('caller', { burst: 45 })], leaves: [] });
    const seeds = Array.from({ length: 45 }, (_, seed) => seed);
    const subjects = seeds.map((seed) => `subject ${seed}`);
    const spends = [aSpend('caller', { cost: 45, burst: 45 }), ...subjects.map((key) => aSpend(key))];
    const refused = await store.evidence.charge({ spends, leaves: seeds.map((seed) => aLeaf(seed)) });
    expect(refused).toMatchObject({ granted: false, short: [{ key: 'caller', spending: { remaining: 44 } }] });
    for (const key of subjects) expect(await remaining(store, key)).toBe(10);
    for (const seed of seeds) expect(await store.evidence.leaf(aLeaf(seed).id)).toBe(null);
    expect(await placesOf(store)).toEqual([]);
  });

  test('a charge that is to be made once is: its repetition is told what it left, and neither spends nor appends', async () => {
    const { store, again } = await openFresh();
    const other = await again();
    const once = aChargeOnce('a', 'what?');
    const spends = [aSpend('caller', { cost: 2, burst: 3 }), aSpend('share')];
    const leaves = [aLeaf(1), aLeaf(2, { topic: 'subject 1' })];
    expect(await store.evidence.charge({ spends, leaves, once })).toEqual({ granted: true });
    // Though the budget no longer holds it, and whatever is asked now: who asks compares the questions.
    for (const side of [store, other])
      for (const question of ['what?', 'else?'])
        expect(await side.evidence.charge({ spends, leaves: [aLeaf(3)], once: { ...once, question } })).toEqual({
          granted: true,
          earlier: { question: 'what?', leaves },
        });
    expect([await remaining(store, 'share'), (await placesOf(store)).length]).toEqual([9, 2]);
    const another = { spends: [aSpend('share')], leaves: [aLeaf(4)], once: aChargeOnce('b', 'what?') };
    expect(await store.evidence.charge(another)).toEqual({ granted: true });
    expect(await store.evidence.charge({ spends: [], leaves: [aLeaf(5)], once: null })).toEqual({ granted: true });
    expect((await placesOf(store)).length).toBe(4);
  });

  test('a charge that was refused, or made too long ago, is made when it is repeated', async () => {
    const { store } = await openFresh();
    await store.evidence.charge({ spends: [aSpend('caller', { cost: 10 })], leaves: [] });
    const charge = (seed: number, at: number) =>
      store.evidence.charge({
        spends: [aSpend('caller', { cost: 2, now: at })],
        leaves: [aLeaf(seed)],
        once: { ...aChargeOnce('a', 'what?'), now: at, until: at + 3_600_000 },
      });
    expect(await charge(1, now)).toMatchObject({ granted: false });
    const later = now + 600_000;
    expect(await charge(2, later)).toEqual({ granted: true });
    expect(await charge(3, later + 3_599_000)).toMatchObject({ granted: true, earlier: { leaves: [aLeaf(2)] } });
    expect(await charge(4, later + 3_600_000)).toEqual({ granted: true });
    expect(await placesOf(store)).toEqual([aLeaf(2).id, aLeaf(4).id]);
  });

  test('of twenty equal charges at one moment, from two sides, one is made, and all are told of its leaf', async () => {
    const { store, again } = await openFresh();
    const other = await again();
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, racer) =>
        (racer % 2 === 0 ? store : other).evidence.charge({
          spends: [aSpend('caller', { burst: 40 })],
          leaves: [aLeaf(racer)],
          once: aChargeOnce('a', 'what?'),
        }),
      ),
    );
    const [left, ...more] = await placesOf(store);
    expect(more).toEqual([]);
    const told = outcomes.flatMap((outcome) => (outcome.granted ? [outcome.earlier?.leaves[0]?.id ?? left] : []));
    expect(told).toEqual(Array.from({ length: 20 }, () => left));
    expect(outcomes.filter((outcome) => outcome.granted && outcome.earlier === undefined)).toHaveLength(1);
    expect((await store.limits.spend(aSpend('caller', { burst: 40, cost: 0 }))).remaining).toBe(39);
  });

  test('leaves of a publication stand exactly when its editions moved', async () => {
    const { store } = await openFresh();
    const move = (number: number, seed: number) =>
      store.editions.move({ editions: [anEdition(number)], publications: [], report: null, leaves: [aLeaf(seed)] });
    expect(await move(1, 1)).toBe('moved');
    expect(await move(1, 2)).toBe('behind');
    expect(await move(3, 3)).toBe('behind');
    expect(await move(2, 4)).toBe('moved');
    expect(await placesOf(store)).toEqual([aLeaf(1).id, aLeaf(4).id]);
  });

  test('while leaves are appended, four sequencers give each exactly one place, for ever', async () => {
    const { store, again } = await openFresh();
    const other = await again();
    let appending = true;
    const leaves = Array.from({ length: 120 }, (_, seed) => aLeaf((seed * 37) % 1000));
    const appended = Promise.all(leaves.map((leaf, turn) => append(turn % 2 === 0 ? store : other, [leaf]))).then(
      () => {
        appending = false;
      },
    );
    const seen: string[][] = [];
    const sequencer = async (side: Store, most: number) => {
      while (appending || (await side.evidence.sequence(most)) > 0) {
        await side.evidence.sequence(most);
        seen.push(await idsInOrder(side));
        await breathe();
      }
    };
    await Promise.all([
      appended,
      sequencer(store, 7),
      sequencer(other, 11),
      sequencer(store, 3),
      sequencer(other, 256),
    ]);
    const final = await idsInOrder(store);
    expect(final.toSorted()).toEqual(leaves.map(({ id }) => id).toSorted());
    for (const order of seen) expect(final.slice(0, order.length)).toEqual(order);
    for (const [index, id] of final.entries()) expect((await store.evidence.leaf(id))?.index).toBe(index);
  });

  test('a checkpoint replaces only the one that it was made after', async () => {
    const { store, again } = await openFresh();
    const other = await again();
    expect(await store.evidence.checkpoint()).toBe(null);
    expect(await store.evidence.advance(5, { size: 9, note: 'too early' })).toBe(false);
    expect(await store.evidence.advance(0, { size: 5, note: 'five' })).toBe(true);
    expect(await other.evidence.advance(0, { size: 6, note: 'six' })).toBe(false);
    const both = [store, other].map((side, place) => side.evidence.advance(5, { size: 7, note: `seven ${place}` }));
    const won = (await Promise.all(both)).indexOf(true);
    expect(await store.evidence.checkpoint()).toEqual({ size: 7, note: `seven ${won}` });
  });
}

/** Gives all leaves places and answers their ids in the order of the log. */
export async function placesOf(store: Store): Promise<string[]> {
  while ((await store.evidence.sequence(256)) > 0);
  return idsInOrder(store);
}

async function idsInOrder(store: Store): Promise<string[]> {
  const ids: string[] = [];
  for (;;) {
    const run = await store.evidence.run(ids.length);
    if (run.length === 0) return ids;
    ids.push(...run.map(({ id }) => id));
  }
}

async function append(store: Store, leaves: readonly NewLeaf[]): Promise<void> {
  expect(await store.evidence.charge({ spends: [], leaves })).toEqual({ granted: true });
}

function aChargeOnce(key: string, question: string): ChargeOnce {
  return { key: `client ${key}`, question, now, until: now + 86_400_000 };
}

function aSpend(key: string, changed: Partial<SpendRequest> = {}): SpendRequest {
  return { key, cost: 1, burst: 10, perSecond: 1 / 60, now, ...changed };
}

async function remaining(store: Store, key: string): Promise<number> {
  return (await store.limits.spend(aSpend(key, { cost: 0 }))).remaining;
}

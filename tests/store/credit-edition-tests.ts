import { expect, test } from 'vitest';
import type { CreditEdition } from '../../schema/registers/credit/credit-edition.ts';
import { aLeaf } from './store-builder.ts';
import type { OpenFresh } from './store-suite.ts';

function creditEdition(number: number, rules = 'Rules'): CreditEdition {
  const at = new Date(Date.UTC(2026, 0, 1, 0, number)).toISOString();
  const root = { hash: `hash ${number}`, level: 0, firstKey: 'a', rows: number, live: number, since: 0 };
  return {
    number,
    at,
    rules,
    statements: root,
    subjects: root,
    turns: null,
    waiting: null,
    publicity: [{ day: 20_000, root }],
  };
}

/** Laws of CreditEditions. */
export function creditEditionTests(openFresh: OpenFresh): void {
  test('the newest edition is read as it was moved to, by every process', async () => {
    const { store, again } = await openFresh();
    expect(await store.creditEditions.latest()).toBeNull();
    for (const number of [1, 2, 3])
      expect(await store.creditEditions.move(creditEdition(number), [aLeaf(number)])).toBe('moved');
    const other = await again();
    expect(await other.creditEditions.latest()).toEqual(creditEdition(3));
    for (const number of [1, 2, 3]) expect(await other.creditEditions.get(number)).toEqual(creditEdition(number));
    for (const number of [0, 4]) expect(await other.creditEditions.get(number)).toBeNull();
    for (const number of [1, 2, 3])
      expect(await other.evidence.leaf(aLeaf(number).id)).toEqual({ ...aLeaf(number), index: null });
  });

  test('who builds on an edition that is no longer the newest is behind, and writes nothing', async () => {
    const { store } = await openFresh();
    await store.creditEditions.move(creditEdition(1), []);
    expect(await store.creditEditions.move(creditEdition(1, 'Other'), [])).toBe('behind');
    expect(await store.creditEditions.move(creditEdition(3), [aLeaf(1)])).toBe('behind');
    expect(await store.evidence.leaf(aLeaf(1).id)).toBeNull();
    expect(await store.creditEditions.latest()).toEqual(creditEdition(1));
  });

  test('of many who move at once, one does', async () => {
    const { store, again } = await openFresh();
    const other = await again();
    const racers = Array.from({ length: 12 }, (_, racer) => (racer % 2 === 0 ? store : other));
    const outcomes = await Promise.all(
      racers.map(({ creditEditions }, racer) => creditEditions.move(creditEdition(1, `Rules ${racer}`), [])),
    );
    expect(outcomes.filter((outcome) => outcome === 'moved')).toHaveLength(1);
  });

  test('no line of a tier stands where that of the credit register does', async () => {
    const { store } = await openFresh();
    await store.creditEditions.move(creditEdition(1), []);
    for (const tier of ['PUBLIC', 'GOVERNMENT'] as const) expect(await store.editions.latest(tier)).toBeNull();
  });
}

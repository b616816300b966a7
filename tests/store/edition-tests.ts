import { expect, test } from 'vitest';
import type { Edition, EditionMove, Store } from '../../schema/ports.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { anEdition, aPublication } from './store-builder.ts';
import type { OpenFresh } from './store-suite.ts';

/** Laws of EditionReader and EditionMover. */
export function editionTests(openFresh: OpenFresh): void {
  test('an empty line has no edition and no publication', async () => {
    const { store } = await openFresh();
    expect(await store.editions.latest('PUBLIC')).toBe(null);
    expect(await store.editions.get('PUBLIC', 1)).toBe(null);
    expect(await store.editions.at('PUBLIC', '2026-01-01T00:00:00.000Z')).toBe(null);
    expect(await store.editions.publications('PUBLIC', 'HOUSES', 0)).toEqual([]);
  });

  test('twelve moves stand in their order, each as it was given', async () => {
    const { store } = await openFresh();
    await moveTo(store, 12);
    expect(await store.editions.latest('PUBLIC')).toEqual(anEdition(12));
    for (const number of [1, 2, 9, 10, 11, 12])
      expect(await store.editions.get('PUBLIC', number)).toEqual(anEdition(number));
    expect(await store.editions.get('PUBLIC', 13)).toBe(null);
  });

  test('publications after a number come oldest first', async () => {
    const { store } = await openFresh();
    await moveTo(store, 12);
    const since = async (seq: number) =>
      (await store.editions.publications('PUBLIC', 'HOUSES', seq)).map(({ seq }) => seq);
    expect(await store.editions.publications('PUBLIC', 'HOUSES', 11)).toEqual([aPublication(12)]);
    expect(await since(0)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(await since(8)).toEqual([9, 10, 11, 12]);
    expect(await since(12)).toEqual([]);
    expect(await store.editions.publications('PUBLIC', 'GRIDS', 0)).toEqual([]);
    expect(await store.editions.publications('GOVERNMENT', 'HOUSES', 0)).toEqual([]);
  });

  test('the edition of an instant is the newest not after it, in whatever form the instant is given', async () => {
    const { store } = await openFresh();
    await moveTo(store, 3);
    const numberAt = async (instant: string) => (await store.editions.at('PUBLIC', instant))?.number ?? null;
    expect(await numberAt('2026-01-01T00:00:59.999Z')).toBe(null);
    expect(await numberAt('2026-01-01T00:01:00.000Z')).toBe(1);
    expect(await numberAt('2026-01-01T00:01:00Z')).toBe(1);
    expect(await numberAt('2026-01-01T08:02:30+08:00')).toBe(2);
    expect(await numberAt('2026-01-01T00:02:59.999Z')).toBe(2);
    expect(await numberAt('+012026-01-01T00:00:00.000Z')).toBe(3);
    expect(await numberAt('-000001-01-01T00:00:00.000Z')).toBe(null);
    await expect(store.editions.at('PUBLIC', 'yesterday')).rejects.toThrow('Cannot read instant "yesterday"');
  });

  test('lines of several tiers move together, and one alone leaves the others', async () => {
    const { store } = await openFresh();
    const all = tiers.map((tier) => anEdition(1, { tier }));
    expect(
      await store.editions.move({ editions: all, publications: [], report: 'houses/a.report.json', leaves: [] }),
    ).toBe('moved');
    const alone = anEdition(2, { tier: 'GOVERNMENT' });
    expect(await store.editions.move({ editions: [alone], publications: [], report: null, leaves: [] })).toBe('moved');
    expect((await store.editions.latest('ENTERPRISE'))?.number).toBe(1);
    expect(await store.editions.latest('GOVERNMENT')).toEqual(alone);
  });

  test('a move with one line behind, ahead or repeated writes nothing at all', async () => {
    const { store } = await openFresh();
    await moveTo(store, 2);
    for (const number of [1, 2, 4]) {
      const wrong = anEdition(number, { at: '2027-01-01T00:00:00.000Z' });
      const government = anEdition(1, { tier: 'GOVERNMENT' });
      const publications = [aPublication(7), aPublication(1, { tier: 'GOVERNMENT' })];
      const move = { editions: [government, wrong], publications, report: null, leaves: [] };
      expect(await store.editions.move(move)).toBe('behind');
    }
    expect(await store.editions.latest('GOVERNMENT')).toBe(null);
    expect(await store.editions.latest('PUBLIC')).toEqual(anEdition(2));
    expect(await store.editions.publications('PUBLIC', 'HOUSES', 2)).toEqual([]);
    expect(await store.editions.publications('GOVERNMENT', 'HOUSES', 0)).toEqual([]);
  });

  test('an edition that is not later than the one before is refused', async () => {
    const { store } = await openFresh();
    await moveTo(store, 2);
    for (const at of [anEdition(2).at, anEdition(1).at])
      await expect(store.editions.move(moveOf(anEdition(3, { at })))).rejects.toThrow(
        'must be after that of the edition before',
      );
    expect((await store.editions.latest('PUBLIC'))?.number).toBe(2);
  });

  test('of 50 moves to the same number, from two sides, exactly one wins each time', async () => {
    const { store, again } = await openFresh();
    const other = await again();
    for (const number of [1, 2, 3]) {
      const racers = Array.from({ length: 50 }, (_, racer) => (racer % 2 === 0 ? store : other));
      const outcomes = await Promise.all(
        racers.map((side, racer) =>
          side.editions.move({
            editions: [anEdition(number), anEdition(number, { tier: 'GOVERNMENT' })],
            publications: [aPublication(number, { changes: racer })],
            report: null,
            leaves: [],
          }),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'moved')).toHaveLength(1);
      const [record] = await store.editions.publications('PUBLIC', 'HOUSES', number - 1);
      expect(record?.changes).toBe(outcomes.indexOf('moved'));
    }
  });

  test('an edition of 300 KB is kept', async () => {
    const { store } = await openFresh();
    const root = { hash: 'ab'.repeat(32), level: 0, firstKey: 'k', rows: 1, live: 1, since: 0 };
    const trees = Object.fromEntries(Array.from({ length: 2000 }, (_, tree) => [`spatial.${tree}`, root]));
    const large = anEdition(1, { registers: { GRIDS: { seq: 1, publishedAt: anEdition(1).at, layout: {}, trees } } });
    expect(await store.editions.move(moveOf(large))).toBe('moved');
    expect(await store.editions.latest('PUBLIC')).toEqual(large);
  });
}

async function moveTo(store: Store, newest: number): Promise<void> {
  for (let number = 1; number <= newest; number++) {
    const move = { editions: [anEdition(number)], publications: [aPublication(number)], report: null, leaves: [] };
    expect(await store.editions.move(move)).toBe('moved');
  }
}

function moveOf(edition: Edition): EditionMove {
  return { editions: [edition], publications: [], report: null, leaves: [] };
}

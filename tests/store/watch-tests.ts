import { expect, test } from 'vitest';
import type { OpenFresh } from './store-suite.ts';

/** Laws of WatchStore. */
export function watchTests(openFresh: OpenFresh): void {
  test('each client has a list of its own, by code, that every process sees', async () => {
    const { store, again } = await openFresh();
    await store.watches.add('one', ['C', 'A', 'B', 'A'], 9);
    await store.watches.add('other', ['A'], 9);
    await store.watches.add('one', ['A', 'D'], 9);
    await store.watches.remove('one', ['B', 'X']);
    const other = await again();
    expect(await other.watches.list('one')).toEqual(['A', 'C', 'D']);
    expect(await other.watches.list('other')).toEqual(['A']);
    expect(await other.watches.list('nobody')).toEqual([]);
  });

  test('a list may be longer than one request', async () => {
    const { store } = await openFresh();
    const subjects = Array.from({ length: 60 }, (_, place) => String(place).padStart(3, '0'));
    await store.watches.add('one', subjects, 60);
    expect(await store.watches.list('one')).toEqual(subjects);
    await store.watches.remove('one', subjects);
    expect(await store.watches.list('one')).toEqual([]);
  });

  test('a list takes all or nothing of what is added, by what it holds already', async () => {
    const { store } = await openFresh();
    const { watches } = store;
    const add = (...subjects: string[]) => watches.add('one', subjects, 3);
    expect([await add('A', 'B', 'C', 'D'), await watches.list('one')]).toEqual([4, []]);
    expect([await add('A', 'B'), await add('A', 'B')]).toEqual([2, 2]);
    expect([await add('B', 'C', 'D'), await watches.list('one')]).toEqual([4, ['A', 'B']]);
    expect([await add('A', 'C', 'B', 'C'), await watches.list('one')]).toEqual([3, ['A', 'B', 'C']]);
    expect([await add('C', 'A'), await add(), await add('D')]).toEqual([3, 3, 4]);
    expect(await add('A', 'B', 'C', 'D')).toBe(4);
    await watches.remove('one', ['A', 'B', 'C']);
    await watches.remove('one', []);
    expect([await watches.list('one'), await add('D')]).toEqual([[], 1]);
  });

  test('however many add at once, from two sides, a list holds no more than it may, and what it was said to hold', async () => {
    const { store, again } = await openFresh();
    const other = await again();
    const most = 100;
    const parts = Array.from({ length: 60 }, (_, racer) => [
      'shared',
      ...Array.from({ length: 4 }, (_, place) => `${racer}-${place}`),
    ]);
    const totals = await Promise.all(
      parts.map((part, racer) => (racer % 2 === 0 ? store : other).watches.add('one', part, most)),
    );
    const taken = parts.filter((_, racer) => (totals[racer] ?? 0) <= most);
    const listed = await store.watches.list('one');
    expect(listed).toEqual([...new Set(taken.flat())].sort());
    expect(taken).toHaveLength(24); // four each, and one that all share: 97, as 101 were too many
    expect(Math.max(...totals.filter((total) => total <= most))).toBe(97);
  });
}

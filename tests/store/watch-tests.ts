import { expect, test } from 'vitest';
import type { OpenFresh } from './store-suite.ts';

/** Laws of WatchStore. */
export function watchTests(openFresh: OpenFresh): void {
  test('each client has a list of its own, by code, that every process sees', async () => {
    const { store, again } = await openFresh();
    await store.watches.add('one', ['C', 'A', 'B', 'A']);
    await store.watches.add('other', ['A']);
    await store.watches.add('one', ['A', 'D']);
    await store.watches.remove('one', ['B', 'X']);
    const other = await again();
    expect(await other.watches.list('one')).toEqual(['A', 'C', 'D']);
    expect(await other.watches.list('other')).toEqual(['A']);
    expect(await other.watches.list('nobody')).toEqual([]);
  });

  test('a list may be longer than one request', async () => {
    const { store } = await openFresh();
    const subjects = Array.from({ length: 60 }, (_, place) => String(place).padStart(3, '0'));
    await store.watches.add('one', subjects);
    expect(await store.watches.list('one')).toEqual(subjects);
    await store.watches.remove('one', subjects);
    expect(await store.watches.list('one')).toEqual([]);
  });
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OpenFresh } from './store-suite.ts';

const minute = 60_000;

/** Laws of LimitStore. */
export function limitTests(openFresh: OpenFresh): void {
  test('of 500 concurrent spends of a budget of 100, from two sides, exactly 100 are granted', async () => {
    const { store, again } = await openFresh();
    const other = await again();
    for (const perSecond of [1 / 60, 6]) {
      const request = { key: `rush ${perSecond}`, cost: 1, burst: 100, perSecond, now: 1_800_000_000_123 };
      const sides = Array.from({ length: 500 }, (_, racer) => (racer % 2 === 0 ? store : other));
      const outcomes = await Promise.all(sides.map(({ limits }) => limits.spend(request)));
      const left = outcomes.filter(({ granted }) => granted).map(({ remaining }) => remaining);
      expect(left.sort((one, two) => one - two)).toEqual(Array.from({ length: 100 }, (_, remaining) => remaining));
      expect(outcomes.filter(({ granted, remaining }) => !granted && remaining !== 0)).toEqual([]);
    }
  });

  test('a budget comes back with time, and says when it is whole', async () => {
    const { store } = await openFresh();
    const spend = (cost: number, now: number) =>
      store.limits.spend({ key: 'one', cost, burst: 10, perSecond: 1, now: now * 1000 });
    expect(await spend(10, 1000)).toEqual({ granted: true, remaining: 0, resetAt: 1_010_000 });
    expect(await spend(1, 1000)).toEqual({ granted: false, remaining: 0, resetAt: 1_010_000 });
    expect(await spend(4, 1003)).toEqual({ granted: false, remaining: 3, resetAt: 1_010_000 });
    expect(await spend(3, 1003)).toEqual({ granted: true, remaining: 0, resetAt: 1_013_000 });
    expect(await spend(1, 1013)).toEqual({ granted: true, remaining: 9, resetAt: 1_014_000 });
    expect(await spend(0, 1013)).toEqual({ granted: true, remaining: 9, resetAt: 1_014_000 });
  });

  test('more than a whole budget is never granted and costs nothing', async () => {
    const { store } = await openFresh();
    const request = { key: 'one', cost: 11, burst: 10, perSecond: 1, now: minute };
    expect(await store.limits.spend(request)).toEqual({ granted: false, remaining: 10, resetAt: minute });
    expect(await store.limits.spend({ ...request, cost: 10 })).toMatchObject({ granted: true, remaining: 0 });
    expect(await store.limits.spend({ ...request, key: 'two', cost: 1 })).toMatchObject({
      granted: true,
      remaining: 9,
    });
  });

  test('a limit that never refills, or a negative cost, is an error', async () => {
    const { store } = await openFresh();
    const request = { key: 'one', cost: 1, burst: 10, perSecond: 0, now: minute };
    await expect(store.limits.spend(request)).rejects.toThrow('perSecond must be above 0, is 0');
    await expect(store.limits.spend({ ...request, perSecond: 1, cost: -1 })).rejects.toThrow(
      'cost must be at least 0, is -1',
    );
  });

  test('any series of spends is granted as by a bucket that is filled drop by drop', async () => {
    const { store } = await openFresh();
    let series = 0;
    const step = fc.record({ cost: fc.integer({ min: 0, max: 12 }), wait: fc.integer({ min: 0, max: 8 }) });
    const law = fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const key = `series ${series++}`;
      let [level, now] = [10, 1_800_000_000];
      for (const { cost, wait } of steps) {
        now += wait;
        level = Math.min(10, level + wait);
        const wanted = cost <= level;
        if (wanted) level -= cost;
        const { granted, remaining } = await store.limits.spend({
          key,
          cost,
          burst: 10,
          perSecond: 1,
          now: now * 1000,
        });
        expect({ granted, remaining }).toEqual({ granted: wanted, remaining: level });
      }
    });
    await fc.assert(law, { seed: 3, numRuns: 25 });
  });
}

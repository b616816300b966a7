import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leastRecentlyUsed } from '../../functions/store/least-recently-used.ts';

describe('leastRecentlyUsed()', () => {
  test('holds exactly the newest that fit, whatever is put and asked for', () => {
    const step = fc.record({ key: fc.integer({ min: 0, max: 9 }), put: fc.boolean() });
    const law = fc.property(fc.array(step, { maxLength: 100 }), fc.integer({ min: 0, max: 12 }), (steps, most) => {
      const held = leastRecentlyUsed<number, number>(most);
      let newestLast: number[] = [];
      for (const { key, put } of steps) {
        const known = newestLast.includes(key);
        if (put) held.set(key, -key);
        else expect(held.get(key)).toBe(known ? -key : undefined);
        const order = put || known ? [...newestLast.filter((other) => other !== key), key] : newestLast;
        newestLast = order.slice(Math.max(0, order.length - most));
      }
    });
    fc.assert(law, { seed: 7, numRuns: 300 });
  });

  test('forgets others when values grow by being used', () => {
    const held = leastRecentlyUsed<number, { weight: number }>(100, ({ weight }) => weight);
    const values = Array.from({ length: 100 }, () => ({ weight: 1 }));
    for (const [key, value] of values.entries()) held.set(key, value);
    for (const value of values) value.weight = 10;
    for (let round = 0; round < 40; round++) held.get(99);
    for (let key = 0; key < 99; key++) held.get(key);
    expect(values.filter((_, key) => held.get(key) !== undefined).length).toBeLessThanOrEqual(42);
  });

  test('does not hold what alone is too heavy, and forgets an older value of its key', () => {
    const held = leastRecentlyUsed<string, number>(10, (weight) => weight);
    held.set('a', 10);
    held.set('b', 11);
    expect([held.get('a'), held.get('b')]).toEqual([10, undefined]);
    held.set('a', 11);
    expect(held.get('a')).toBe(undefined);
    held.set('b', 10);
    expect(held.get('b')).toBe(10);
  });
});

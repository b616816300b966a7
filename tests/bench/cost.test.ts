import { expect, test } from 'vitest';
import { costOf } from './cost.ts';

const nothing = { milliseconds: 0, megabytes: 0, calls: 0, requests: 0, reads: 0, writes: 0 };

test('a million of everything costs what the price pages say of a million', () => {
  expect(costOf({ ...nothing, writes: 1e6 })).toBeCloseTo(0.625, 9);
  expect(costOf({ ...nothing, reads: 1e6 })).toBeCloseTo(0.125, 9);
  expect(costOf({ ...nothing, requests: 1e6, calls: 1e6 })).toBeCloseTo(1.2, 9);
  expect(costOf({ ...nothing, milliseconds: 1e6, megabytes: 1024 })).toBeCloseTo(0.013_333_4, 9);
});

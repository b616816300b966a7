import { expect, test } from 'vitest';
import { figure, limited } from './figure.ts';
import { table } from './table.ts';
import { median } from './timing.ts';

const about = { name: 'page', metric: 'a page', unit: 'ms', peer: 'bare', value: 12, peerValue: 3 } as const;

test('a figure tells how many times its peer it is, and whether that reaches its target', () => {
  expect(figure({ ...about, target: { of: 'ratio', most: 4 } })).toMatchObject({
    ratio: 4,
    target: '≤ 4x',
    reached: true,
  });
  expect(figure({ ...about, target: { of: 'ratio', most: 3.9 } })).toMatchObject({ reached: false });
  expect(figure(about)).toMatchObject({ target: null, reached: null });
});

test('a limit may be met exactly, from above or from below', () => {
  const blocks = { name: 'publish', metric: 'blocks', unit: 'blocks', value: 60 };
  expect(limited(blocks, { most: 60 })).toMatchObject({ peer: 'limit', reached: true, target: '≤ 60' });
  expect(limited(blocks, { least: 61 })).toMatchObject({ reached: false, target: '≥ 61' });
});

test('a peer of zero has no ratio, which JSON tells as null', () => {
  expect(JSON.parse(JSON.stringify(limited({ ...about, value: 0 }, { most: 0 })))).toMatchObject({
    ratio: null,
    reached: true,
  });
});

test('the table shows three digits, and names what missed its target', () => {
  const lines = table([figure({ ...about, value: 0.123456, target: { of: 'value', least: 50_000 } })]).split('\n');
  expect(lines[1]).toMatch(/^page +a page +0\.123 +ms +bare +3 +0\.0412x +≥ 50,000 +MISSED$/);
});

test('the median of some numbers is the middle one, whatever their order', () => {
  expect(median([5, 1, 100])).toBe(5);
  expect(median([])).toBeNaN();
});

import { expect, test } from 'vitest';
import { countedBlocks } from '../../schema/reading/counted-blocks.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import { beginsBlock, rowDensity } from '../../schema/tree/boundary.ts';
import { houseRows } from '../builders/city-rows.ts';
import { memoryCity } from '../builders/edition.ts';
import { firstEditions } from '../builders/sample-editions.ts';
import { ask } from '../harness/ask.ts';

const [pattern] = houseRows();
/** 60,000 houses, of which 40 were there before 2024. */
const rows = Array.from({ length: 60_000 }, (_, number): StoredRow => {
  const code = `4403040010010100001${String(number).padStart(6, '0')}`;
  return { ...pattern, code, validFrom: number % 1_500 === 700 ? '2020' : '2024' } as StoredRow;
});
const old = rows.filter(({ validFrom }) => validFrom === '2020').map(({ code }) => code);
const others = firstEditions().filter(({ register }) => register !== 'HOUSES');
const city = await memoryCity([...others, { register: 'HOUSES', rows, at: '2026-01-05T00:00:00.000Z' }]);

test('a list on a day before nearly all events is read whole, counted exactly, in short pages of few blocks each', async () => {
  const codes: string[] = [];
  const sizes: number[] = [];
  for (let after = ''; ; ) {
    const { data, errors, blocks } = await ask(
      { city },
      `{ houses(first: 100, validAt: "2022"${after}) { nodes { code } pageInfo { hasNextPage endCursor } } }`,
    );
    expect(errors).toEqual([]);
    expect(blocks).toBeLessThan(4 * 80);
    const { nodes, pageInfo } = data.houses;
    sizes.push(nodes.length);
    codes.push(...nodes.map(({ code }: { code: string }) => code));
    if (!pageInfo.hasNextPage) break;
    after = `, after: "${pageInfo.endCursor}"`;
  }
  expect(codes).toEqual(old);
  expect(sizes.length).toBeGreaterThan(1); // else nothing was searched
  expect(sizes.length).toBeLessThan(6);
  const { data } = await ask({ city }, '{ houses(validAt: "2022") { totalCount } }');
  expect(data.houses.totalCount).toBe(old.length);
  const full = await ask({ city }, '{ houses(first: 100, validAt: "2025") { nodes { code } } }');
  expect(full.data.houses.nodes).toHaveLength(100);
  expect(full.blocks).toBeLessThan(10);
});

test('a count that would read a whole register says null, and reads none of it; once its events are past it is exact', async () => {
  // Codes that begin a leaf each: as many leaves as rows.
  const codes: string[] = [];
  for (let number = 0; codes.length < countedBlocks + 300; number++) {
    const code = `4403040010010100001${String(number).padStart(6, '0')}`;
    if (beginsBlock(`${code} 2024-01-01`, 0, rowDensity)) codes.push(code);
  }
  const register = { register: 'HOUSES', at: '2026-01-05T00:00:00.000Z' } as const;
  const large = await memoryCity([
    ...others,
    { ...register, rows: codes.map((code) => ({ ...pattern, code, validFrom: '2024' }) as StoredRow) },
  ]);
  const before = await ask(
    { city: large },
    '{ houses(validAt: "2022") { totalCount } dataset(register: HOUSES) { rows } }',
  );
  expect(before.errors).toEqual([]);
  expect(before.data).toEqual({ houses: { totalCount: null }, dataset: { rows: codes.length } });
  expect(before.blocks).toBeLessThan(200);
  const after = await ask({ city: large }, '{ houses(validAt: "2025") { totalCount } }');
  expect(after.data.houses.totalCount).toBe(codes.length);
});

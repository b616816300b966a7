import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRowSorter } from '../../functions/publish/sort-rows.ts';
import { compareKeys, type KeyedText } from '../../functions/publish/sorting/keyed-text.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'basegrid-sort-'));
});
afterAll(async () => {
  expect(await readdir(folder)).toEqual([]);
  await rm(folder, { recursive: true });
});

async function collect(batches: AsyncIterable<readonly KeyedText[]>): Promise<KeyedText[]> {
  const rows: KeyedText[] = [];
  for await (const batch of batches) rows.push(...batch);
  return rows;
}

async function sort(batches: readonly (readonly KeyedText[])[], memory: number): Promise<KeyedText[]> {
  await using sorter = createRowSorter({ folder, memory });
  for (const batch of batches) await sorter.add(batch);
  const once = await collect(sorter.sorted());
  expect(await collect(sorter.sorted())).toEqual(once);
  return once;
}

const key = fc.string({ minLength: 0, maxLength: 3, unit: fc.constantFrom(...'019 AZaz~') });
const text = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.constantFrom('\ud800', '福田\n', '\0', 'é'));
const batch = fc.array(fc.tuple(key, text), { maxLength: 30 });

describe('createRowSorter()', () => {
  it('sorts as Array.sort does, stably, whatever fits in memory', async () => {
    const property = fc.asyncProperty(
      fc.array(batch, { maxLength: 12 }),
      fc.constantFrom(1, 200, 1000, 1 << 20),
      async (batches, memory) => {
        expect(await sort(batches, memory)).toEqual(batches.flat().sort(compareKeys));
      },
    );
    await fc.assert(property, { seed: 3, numRuns: 200 });
  });

  it('merges many runs of many pages', async () => {
    let state = 1;
    const next = () => {
      state = (state * 48271) % 2147483647;
      return state;
    };
    const rows = Array.from(
      { length: 20_000 },
      (_, index): KeyedText => [String(next() % 7000).padStart(8, '0'), `${index} ${'x'.repeat(next() % 90)}`],
    );
    expect(await sort([rows], 150_000)).toEqual([...rows].sort(compareKeys));
  });

  it('keeps rows that are in order already in one run', async () => {
    const rows = Array.from(
      { length: 20_000 },
      (_, index): KeyedText => [String(Math.floor(index / 3)).padStart(8, '0'), `${index}`],
    );
    expect(await sort([rows.slice(0, 7000), rows.slice(7000)], 100_000)).toEqual(rows);
  });

  it('leaves nothing in its folder when it is left early or never read', async () => {
    const rows = Array.from(
      { length: 5000 },
      (_, index): KeyedText => [String((index * 7919) % 5000).padStart(8, '0'), 'x'],
    );
    {
      await using sorter = createRowSorter({ folder, memory: 10_000 });
      await sorter.add(rows);
      expect(await readdir(folder)).toEqual([]);
      for await (const sorted of sorter.sorted()) {
        expect(sorted[0]?.[0]).toBe('00000000');
        break;
      }
    }
    await using unread = createRowSorter({ folder, memory: 10_000 });
    await unread.add(rows);
  });

  it('says which folder it cannot write to', async () => {
    await using sorter = createRowSorter({ folder: join(folder, 'missing'), memory: 1 });
    await expect(sorter.add([['a', 'b']])).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build } from '../../schema/tree/build.ts';
import { difference } from '../../schema/tree/difference.ts';
import type { Entry } from '../../schema/tree/entry.ts';
import { merge } from '../../schema/tree/merge.ts';
import { operationsFrom, randomFrom, rowsAfter, scenarios, universe } from './generated-rows.ts';
import { collect, MemoryBlocks } from './memory-blocks.ts';

function naive(before: readonly Entry[], after: readonly Entry[]) {
  const one = new Map(before.map((row) => [row[0], row]));
  const other = new Map(after.map((row) => [row[0], row]));
  return [...new Set([...one.keys(), ...other.keys()])]
    .sort()
    .map((key) => ({ key, before: one.get(key) ?? null, after: other.get(key) ?? null }))
    .filter((pair) => JSON.stringify(pair.before) !== JSON.stringify(pair.after));
}

describe('difference()', () => {
  it('is the naive one, from the start, from any key on, and to nothing', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(5_000), async ({ seed, keys, rows }) => {
        const random = randomFrom(seed);
        const memory = new MemoryBlocks();
        const before = await build(rows, memory.sink);
        const changed = rowsAfter(rows, operationsFrom(random, keys, rows));
        const after = await build(changed, memory.sink);
        const ports = { beforeBlocks: memory.blocks, afterBlocks: memory.blocks };
        const wanted = naive(rows, changed);
        expect(await collect(difference({ before, after, ...ports }))).toEqual(wanted);
        const [lower, upper] = [keys[Math.floor(random() * 5_000)], keys[Math.floor(random() * 5_000)]].sort();
        const part = await collect(difference({ before, after, ...ports }, { lower, upper }));
        expect(part).toEqual(wanted.filter(({ key }) => key >= (lower ?? '') && key < (upper ?? '')));
        expect(await collect(difference({ before: null, after, ...ports }))).toEqual(naive([], changed));
        expect(await collect(difference({ before, after: null, ...ports }))).toEqual(naive(rows, []));
      }),
      { seed: 21, numRuns: 20 },
    );
  });

  it('is the naive one where no block of one tree begins where one of the other does', async () => {
    const row = (key: string): Entry => [key, 0, null, 'x'.repeat(2_000)];
    const rows = universe('no key begins a block', 6_000).map(row);
    const memory = new MemoryBlocks();
    const before = await build(rows, memory.sink);
    const after = await build(rows.toSpliced(5_000, 1).toSpliced(0, 1), memory.sink);
    const ports = { beforeBlocks: memory.blocks, afterBlocks: memory.blocks };
    const found = await collect(difference({ before, after, ...ports }));
    expect(found).toEqual([rows[0], rows[5_000]].map((gone) => ({ key: gone?.[0], before: gone, after: null })));
  });

  it('reads each block once, in two calls for a level and two more for every 32 pairs of differing blocks', async () => {
    let most = 0;
    await fc.assert(
      fc.asyncProperty(scenarios(8_000), async ({ seed, keys, rows }) => {
        const random = randomFrom(seed);
        const memory = new MemoryBlocks();
        const before = await build(rows, memory.sink);
        const after = await build(rowsAfter(rows, operationsFrom(random, keys, rows)), memory.sink);
        memory.forget();
        await collect(difference({ before, after, beforeBlocks: memory.blocks, afterBlocks: memory.blocks }));
        const pieces = memory.calls.filter((call) => call.some(({ hash }) => memory.isPiece(hash)));
        const trees = memory.calls.filter((call) => !pieces.includes(call));
        const names = trees.flat().map(({ hash }) => hash);
        expect(new Set(names).size).toBe(names.length);
        const depth = Math.max(before?.level ?? 0, after?.level ?? 0) + 1;
        expect(trees.length).toBeLessThanOrEqual(2 * (depth + names.length / 32));
        // Long values are read for the differing rows of a window at once.
        expect(pieces.length).toBeLessThanOrEqual(2 * (1 + names.length / 16));
        most = Math.max(most, names.length);
      }),
      { seed: 22, numRuns: 40 },
    );
    expect(most).toBeGreaterThan(200);
  });

  it('reads nothing of equal trees, and little of trees that differ little or from where it resumes', async () => {
    const row = (at: number, value: string): Entry => [`k${String(at).padStart(6, '0')}`, 0, null, value];
    const memory = new MemoryBlocks();
    const before = await build(
      Array.from({ length: 30_000 }, (_, at) => row(at, 'old')),
      memory.sink,
    );
    const places = [3, 9_000, 15_000, 29_999];
    const after = await merge(
      before,
      places.map((at) => [row(at, '')[0], row(at, 'new')]),
      memory,
    );
    const ports = { beforeBlocks: memory.blocks, afterBlocks: memory.blocks };
    memory.forget();
    expect(await collect(difference({ before, after: before, ...ports }))).toEqual([]);
    expect(memory.calls).toEqual([]);
    const found = await collect(difference({ before, after, ...ports }));
    expect(found.map(({ key }) => key)).toEqual(places.map((at) => row(at, '')[0]));
    const depth = (before?.level ?? 0) + 1;
    expect(memory.readNames.size).toBeLessThanOrEqual(2 * places.length * depth);
    expect(memory.calls.length).toBeLessThanOrEqual(2 * depth);
    memory.forget();
    const resumed = await collect(difference({ before, after, ...ports }, { lower: row(29_000, '')[0] }));
    expect(resumed).toEqual(found.slice(-1));
    expect(memory.readNames.size).toBeLessThanOrEqual(4 * depth);
  });
});

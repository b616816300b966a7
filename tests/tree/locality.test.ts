import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Subtree, TreeRoot } from '../../schema/tree/block.ts';
import { build } from '../../schema/tree/build.ts';
import type { Entry, Operation } from '../../schema/tree/entry.ts';
import { merge } from '../../schema/tree/merge.ts';
import { randomFrom, rowFrom, universe } from './generated-rows.ts';
import { levelsOf, MemoryBlocks } from './memory-blocks.ts';

const keys = universe('codes', 40_000);

/** A standing tree of the even keys, so that odd ones can be inserted anywhere. */
async function standingTree() {
  const memory = new MemoryBlocks();
  const random = randomFrom(1);
  const rows = keys
    .filter((_, at) => at % 2 === 0)
    .map((key): Entry => [...(rowFrom(key, random).slice(0, 3) as [string, number, number | null]), [1, '福田区']]);
  return { memory, root: await build(rows, memory.sink) };
}

/** At each level what keys touch (or what is above of what is allowed below), and its neighbours on both sides. */
function allowed(levels: readonly (readonly Subtree[])[], touched: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  let below = touched;
  for (const level of levels) {
    const near = new Set<Subtree>();
    for (const key of below) {
      const at = Math.max(
        0,
        level.findLastIndex((subtree) => subtree.firstKey <= key),
      );
      for (const subtree of level.slice(Math.max(0, at - 1), at + 2)) near.add(subtree);
    }
    for (const subtree of near) names.add(subtree.hash);
    below = [...near].map((subtree) => subtree.firstKey);
  }
  return names;
}

function changes(seed: number, count: number): readonly Operation[] {
  const random = randomFrom(seed);
  const chosen = new Set(Array.from({ length: count }, () => keys[Math.floor(random() * keys.length)] ?? ''));
  return [...chosen].sort().map((key) => [key, random() < 0.3 ? null : [key, 1, null, ['changed', seed]]]);
}

describe('A merge', () => {
  it('reads and rewrites only the leaves of its rows, their neighbours, and the paths to the root', async () => {
    const { memory, root } = await standingTree();
    const levels = await levelsOf(root, memory.blocks);
    await fc.assert(
      fc.asyncProperty(fc.integer(), fc.integer({ min: 1, max: 30 }), async (seed, count) => {
        const operations = changes(seed, count);
        const near = allowed(
          levels,
          operations.map(([key]) => key),
        );
        memory.forget();
        const after = await merge(root, operations, memory);
        expect([...memory.readNames].filter((name) => !near.has(name))).toEqual([]);
        const standing = new Set((await levelsOf(after, memory.blocks)).flat().map(({ hash }) => hash));
        const gone = levels.flat().filter(({ hash }) => !standing.has(hash));
        expect(gone.filter(({ hash }) => !near.has(hash))).toEqual([]);
        expect(memory.written.length).toBeLessThanOrEqual(gone.length + operations.length + 1);
      }),
      { seed: 31, numRuns: 60 },
    );
  });

  it('that changes nothing reads only where it looks, writes nothing, and answers with the same root', async () => {
    const { memory, root } = await standingTree();
    const same: Operation[] = [];
    for (const at of [0, 500, 501, 20_000, 39_998]) {
      const key = keys[at] ?? '';
      if (at % 2 === 1) same.push([key, null]);
    }
    memory.forget();
    const after: TreeRoot | null = await merge(root, same, memory);
    expect(after).toBe(root);
    expect(memory.written).toEqual([]);
    expect(memory.readNames.size).toBeLessThanOrEqual((root?.level ?? 0) + 1);
  });

  it('of the same rows again writes nothing, and of ten among many writes ten leaves and their paths', async () => {
    const { memory } = await standingTree();
    const rows = keys.map((key): Entry => [key, 0, null, [key]]);
    const root = await build(rows, memory.sink);
    memory.forget();
    expect(
      await merge(
        root,
        rows.map((row) => [row[0], row]),
        memory,
      ),
    ).toBe(root);
    expect(memory.written).toEqual([]);
    const ten = rows.filter((_, at) => at % 4_000 === 77);
    await merge(
      root,
      ten.map(([key]) => [key, [key, 0, null, ['other']]]),
      memory,
    );
    expect(memory.written.length).toBeLessThanOrEqual(10 * (root?.level ?? 0) + 1);
  });

  it('refuses operations out of order, twice at one key, or with the entry of another key', async () => {
    const { memory, root } = await standingTree();
    for (const standing of [root, null]) {
      await expect(
        merge(
          standing,
          [
            ['b', null],
            ['a', null],
          ],
          memory,
        ),
      ).rejects.toThrow('comes after "b"');
      await expect(
        merge(
          standing,
          [
            ['b', null],
            ['b', null],
          ],
          memory,
        ),
      ).rejects.toThrow('is there twice');
      await expect(merge(standing, [['b', ['c', 0, null, 1]]], memory)).rejects.toThrow('operation is for "b"');
    }
  });
});

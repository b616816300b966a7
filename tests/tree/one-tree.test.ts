import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TreeRoot } from '../../schema/tree/block.ts';
import { build } from '../../schema/tree/build.ts';
import { buildRange, join } from '../../schema/tree/build-range.ts';
import type { Entry, Operation } from '../../schema/tree/entry.ts';
import { merge } from '../../schema/tree/merge.ts';
import { references } from '../../schema/tree/references.ts';
import { verify } from '../../schema/tree/verify.ts';
import { operationsFrom, randomFrom, rowsAfter, scenarios, universe } from './generated-rows.ts';
import { collect, levelsOf, MemoryBlocks } from './memory-blocks.ts';

async function builtAtOnce(rows: readonly Entry[]): Promise<{ root: TreeRoot | null; names: ReadonlySet<string> }> {
  const memory = new MemoryBlocks();
  const root = await build(rows, memory.sink);
  return { root, names: new Set(memory.written) };
}

describe('The same rows are the same tree', () => {
  it('by any series of merges, block for block, and no merge writes a block that its tree does not name', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(6_000), async ({ seed, keys, rows }) => {
        const random = randomFrom(seed);
        const memory = new MemoryBlocks();
        let standing = rows;
        let root = await build(rows, memory.sink);
        let standingNames: ReadonlySet<string> = new Set(memory.written);
        for (let step = 0; step < 6; step++) {
          const operations = operationsFrom(random, keys, standing);
          standing = rowsAfter(standing, operations);
          memory.forget();
          root = await merge(root, operations, memory);
          const wanted = await builtAtOnce(standing);
          expect(root).toEqual(wanted.root);
          expect(memory.written.filter((name) => !wanted.names.has(name))).toEqual([]);
          expect([...wanted.names].filter((name) => !memory.stored.has(name))).toEqual([]);
          const again = memory.written.filter((name) => standingNames.has(name) && !memory.isPiece(name));
          expect(again).toEqual([]);
          standingNames = wanted.names;
        }
      }),
      { seed: 1, numRuns: 20 },
    );
  });

  it('when the first rows of a block, its last ones or all of them go away, at every block', async () => {
    const rows = universe('codes', 5_000).map((key): Entry => [key, 0, null, 'x'.repeat(150)]);
    const memory = new MemoryBlocks();
    const root = await build(rows, memory.sink);
    const [leaves = []] = await levelsOf(root, memory.blocks);
    const starts = leaves.map((leaf) => rows.findIndex(([key]) => key === leaf.firstKey));
    for (const [at, start] of starts.entries()) {
      const end = starts[at + 1] ?? rows.length;
      const gone = [
        rows.slice(start, start + 1),
        rows.slice(start - 1, start + 2),
        rows.slice(start, end),
        rows.slice(end - 2, end + 1),
      ];
      for (const removed of gone) {
        const operations = removed.map(([key]): Operation => [key, null]);
        const after = await merge(root, operations, memory);
        expect(after).toEqual((await builtAtOnce(rowsAfter(rows, operations))).root);
        if (at % 5 > 0) continue;
        const lost = new Set(removed);
        const amongOthers = rows.map((row): Operation => [row[0], lost.has(row) ? null : row]);
        expect(await merge(root, amongOthers, memory)).toEqual(after);
      }
    }
  });

  it('built in parts cut anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(6_000), fc.array(fc.nat(), { maxLength: 6 }), async ({ keys, rows }, cuts) => {
        const bounds = cuts.map((cut) => keys[cut % keys.length]).sort();
        const memory = new MemoryBlocks();
        const parts = [];
        for (const [at, upper] of [...bounds, undefined].entries()) {
          const lower = at === 0 ? undefined : bounds[at - 1];
          const from = rows.filter(([key]) => lower === undefined || key >= lower);
          parts.push(await buildRange(from, { lower, upper }, memory.sink));
        }
        const wanted = await builtAtOnce(rows);
        expect(await join(parts, memory.sink)).toEqual(wanted.root);
        expect(new Set(memory.written)).toEqual(wanted.names);
        expect(memory.written.length).toBe(wanted.names.size);
      }),
      { seed: 2, numRuns: 25 },
    );
  });

  it('from a stream as from an array, and whether or not the sink makes it wait', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(2_000), async ({ rows }) => {
        let writing = 0;
        const sink = async (): Promise<void> => {
          expect(++writing).toBeLessThan(5);
          await new Promise(setImmediate);
          writing--;
        };
        async function* stream(): AsyncGenerator<Entry> {
          yield* rows;
        }
        expect(await build(stream(), sink)).toEqual((await builtAtOnce(rows)).root);
      }),
      { seed: 3, numRuns: 10 },
    );
  });

  it('and verify() finds nothing wrong with it, and references() names every block of it', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(3_000), async ({ rows }) => {
        const memory = new MemoryBlocks();
        const root = await build(rows, memory.sink);
        expect(await collect(verify(root, memory.blocks))).toEqual([]);
        const named = await collect(references(root, memory.blocks));
        expect(new Set(named.map(({ hash }) => hash))).toEqual(new Set(memory.stored.keys()));
      }),
      { seed: 4, numRuns: 15 },
    );
  });

  it('for ever: the name of a known tree never changes', async () => {
    const rows = Array.from(
      { length: 1_000 },
      (_, at): Entry => [`k${String(at).padStart(4, '0')}`, at, null, [at, '福田区']],
    );
    const { root } = await builtAtOnce([...rows, ['long', 1, 2, 'x'.repeat(400_000)]]);
    expect(root).toMatchObject({ level: 2, rows: 1_001, live: 1_000, since: 999 });
    expect(root?.hash).toBe('2b572f9a7bfbcbc4f7ceb5c72cab13aa8bfc9d26f9ef8b15d249d5b37280abbc');
  });
});

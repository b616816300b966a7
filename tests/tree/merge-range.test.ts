import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TreeRoot } from '../../schema/tree/block.ts';
import { keyDensity } from '../../schema/tree/boundary.ts';
import { build } from '../../schema/tree/build.ts';
import { cutKeys, type Stretch, stretchesOf } from '../../schema/tree/cut-keys.ts';
import type { Operation } from '../../schema/tree/entry.ts';
import { merge } from '../../schema/tree/merge.ts';
import { joinRanges, type LeafChange, mergeRange } from '../../schema/tree/merge-range.ts';
import { operationsFrom, randomFrom, rowFrom, rowsAfter, scenarios, universe } from './generated-rows.ts';
import { levelsOf, MemoryBlocks } from './memory-blocks.ts';

interface Parts {
  readonly bounds: readonly string[];
  /** Operations handed over at once. */
  readonly batch: number;
  /** Operations before its lower bound that a part is given. */
  readonly before: number;
}

async function* inBatches(operations: readonly Operation[], size: number): AsyncGenerator<readonly Operation[]> {
  for (let at = 0; at < operations.length; at += size) yield operations.slice(at, at + size);
}

async function* inOrder(parts: readonly (readonly LeafChange[])[]): AsyncGenerator<readonly LeafChange[]> {
  yield* parts;
}

async function mergedInParts(
  root: TreeRoot | null,
  operations: readonly Operation[],
  { bounds, batch, before }: Parts,
  memory: MemoryBlocks,
): Promise<TreeRoot | null> {
  const parts: (readonly LeafChange[])[] = [];
  for (const [at, upper] of [...bounds, undefined].entries()) {
    const lower = at === 0 ? undefined : bounds[at - 1];
    const first = lower === undefined ? 0 : operations.findIndex(([key]) => key >= lower);
    const given = first < 0 ? [] : operations.slice(Math.max(0, first - before));
    const changes = await mergeRange(root, inBatches(given, batch), { lower, upper }, memory);
    parts.push(JSON.parse(JSON.stringify(changes))); // as they travel
  }
  return joinRanges(root, inOrder(parts), memory);
}

describe('A merge in ranges', () => {
  it('is the merge at once, block for block and write for write, wherever it is cut', async () => {
    let several = 0;
    await fc.assert(
      fc.asyncProperty(
        scenarios(6_000),
        fc.array(fc.nat(), { maxLength: 6 }),
        fc.record({ batch: fc.integer({ min: 1, max: 700 }), before: fc.nat(30) }),
        async ({ seed, keys, rows }, cuts, { batch, before }) => {
          const random = randomFrom(seed);
          const memory = new MemoryBlocks();
          let root = await build(rows, memory.sink);
          let standing = rows;
          for (let step = 0; step < 4; step++) {
            const operations = operationsFrom(random, keys, standing);
            standing = rowsAfter(standing, operations);
            memory.forget();
            const wanted = await merge(root, operations, memory);
            const written = [...memory.written].sort();
            memory.forget();
            const [leaves = []] = await levelsOf(root, memory.blocks);
            // some cuts fall on the beginnings of standing leaves, where a neighbour's rows are nearest
            const bounds = cuts
              .map((cut, at) => (at % 2 === 0 ? keys[cut % keys.length] : leaves[cut % leaves.length]?.firstKey))
              .flatMap((key) => key ?? [])
              .sort();
            expect(await mergedInParts(root, operations, { bounds, batch, before }, memory)).toEqual(wanted);
            expect([...memory.written].sort()).toEqual(written);
            if (bounds.length > 1 && written.length > 10) several += 1;
            root = wanted;
          }
        },
      ),
      { seed: 11, numRuns: 40 },
    );
    expect(several).toBeGreaterThan(20);
  });

  it('and whatever goes away at its cuts', async () => {
    const keys = universe('codes', 6_000);
    const random = randomFrom(12);
    const memory = new MemoryBlocks();
    const rows = keys.map((key) => rowFrom(key, random));
    const root = await build(rows, memory.sink);
    const [leaves = []] = await levelsOf(root, memory.blocks);
    for (const [at, leaf] of leaves.entries()) {
      const next = leaves[at + 1]?.firstKey ?? '~';
      const removals = [
        [leaf.firstKey],
        keys.filter((key) => key >= leaf.firstKey && key < next),
        [leaf.firstKey, next].filter((key) => key !== '~'),
      ];
      for (const removed of removals) {
        const gone = new Set(removed);
        const operations = keys
          .filter((key, index) => gone.has(key) || index % 97 === 0)
          .map((key): Operation => [key, gone.has(key) ? null : [key, 1, null, 'changed']]);
        const wanted = await merge(root, operations, memory);
        const bounds = [leaf.firstKey, next];
        expect(await mergedInParts(root, operations, { bounds, batch: 50, before: 3 }, memory)).toEqual(wanted);
      }
    }
  });

  it('holds for every density, and each part reads its own leaves and their neighbours only', async () => {
    const keys = universe('codes', 20_000);
    const memory = new MemoryBlocks();
    const random = randomFrom(13);
    const root = await build(
      keys.map((key) => rowFrom(key, random)),
      memory.sink,
      keyDensity,
    );
    const operations = keys.map((key): Operation => [key, [key, 1, null, null]]);
    const ports = { blocks: memory.blocks, sink: memory.sink, density: keyDensity };
    const wanted = await merge(root, operations, ports);
    const cuts = [keys[7_000], keys[14_000]];
    const parts: (readonly LeafChange[])[] = [];
    for (const [at, upper] of [...cuts, undefined].entries()) {
      const lower = at === 0 ? undefined : cuts[at - 1];
      const given = operations.filter(([key]) => lower === undefined || key >= lower);
      memory.forget();
      parts.push(await mergeRange(root, inBatches(given, 500), { lower, upper }, ports));
      expect(memory.readNames.size).toBeLessThan(memory.stored.size / 3);
    }
    expect(await joinRanges(root, inOrder(parts), ports)).toEqual(wanted);
  });
});

describe('cutKeys()', () => {
  it('makes parts of about the size that is wanted, never an empty one', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ firstKey: fc.string({ minLength: 1, maxLength: 2 }), rows: fc.nat(100) })),
        fc.integer({ min: 1, max: 500 }),
        (stretches: readonly Stretch[], target) => {
          const cuts = cutKeys(stretches, target);
          expect(cuts).toEqual([...new Set(cuts)].sort());
          const keys = stretches.map(({ firstKey }) => firstKey);
          for (const [at, upper] of [...cuts, undefined].entries()) {
            const lower = at === 0 ? '' : (cuts[at - 1] ?? '');
            const within = stretches.filter(
              ({ firstKey }) => firstKey >= lower && (upper === undefined || firstKey < upper),
            );
            if (cuts.length > 0) expect(within.length).toBeGreaterThan(0);
            const rows = within.reduce((sum, stretch) => sum + stretch.rows, 0);
            if (upper !== undefined) expect(rows).toBeGreaterThanOrEqual(target);
          }
          expect(cuts.every((cut) => keys.includes(cut))).toBe(true);
        },
      ),
      { seed: 14 },
    );
  });

  it('cuts a standing tree evenly by its index alone', async () => {
    const memory = new MemoryBlocks();
    const random = randomFrom(15);
    const root = await build(
      universe('codes', 20_000).map((key) => rowFrom(key, random)),
      memory.sink,
    );
    const leaves = new Set((await levelsOf(root, memory.blocks))[0]?.map(({ hash }) => hash));
    memory.forget();
    const cuts = cutKeys(await stretchesOf(root, memory.blocks, 1_000), 4_000);
    expect(cuts.length).toBeGreaterThanOrEqual(3);
    expect([...memory.readNames].filter((name) => leaves.has(name))).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { build } from '../../schema/tree/build.ts';
import { count, countMany, countWithin } from '../../schema/tree/count.ts';
import { countAtMost } from '../../schema/tree/count-at-most.ts';
import { type Entry, liveOn } from '../../schema/tree/entry.ts';
import { getGroups, getMany } from '../../schema/tree/get.ts';
import { keysIn } from '../../schema/tree/keys-in.ts';
import { nth, rank } from '../../schema/tree/nth.ts';
import { page } from '../../schema/tree/page.ts';
import { scan } from '../../schema/tree/scan.ts';
import { randomFrom, type Scenario, scenarios } from './generated-rows.ts';
import { collect, MemoryBlocks } from './memory-blocks.ts';

/** Whatever the keys: schema/tree/boundary.ts, 192 lines x 8/3. */
const mostRowsOfALeaf = 512;

interface Trial {
  readonly lower: string | undefined;
  readonly upper: string | undefined;
  readonly day: number | undefined;
}

function trialFrom(random: () => number, keys: readonly string[]): Trial {
  const bound = () =>
    random() < 0.2 ? undefined : keys[Math.floor(random() * keys.length)]?.slice(0, 12 + random() * 20);
  const [lower, upper] = [bound(), bound()].sort();
  return { lower, upper, day: random() < 0.3 ? undefined : Math.floor(random() * 170) - 55 };
}

function naive(rows: readonly Entry[], { lower = '', upper = '\u007f', day }: Trial): readonly Entry[] {
  return rows.filter((row) => row[0] >= lower && row[0] < upper && (day === undefined || liveOn(row, day)));
}

async function built({ seed, rows }: Scenario) {
  const memory = new MemoryBlocks();
  const root = await build(rows, memory.sink);
  return { memory, root, depth: root === null ? 0 : root.level + 1, random: randomFrom(seed) };
}

/** A stream reads each level in batches of 4, 8, 16, 32 and then 64 blocks, and the long values of each batch of leaves at once. */
function mostBatches({ calls }: MemoryBlocks): number {
  const blocks = calls.flat().filter(({ level }) => level >= 0);
  const batchesOf = (level: number) => {
    let [rest, size, batches] = [blocks.filter((block) => block.level === level).length, 4, 0];
    for (; rest > 0; rest -= size, size = Math.min(2 * size, 64)) batches += 1;
    return level === 0 ? 2 * batches : batches;
  };
  return [...new Set(blocks.map(({ level }) => level))].reduce((sum, level) => sum + batchesOf(level), 0);
}

describe('A tree answers as a sorted array would', () => {
  it('getMany() and getGroups(), any number of keys in any order, within one round trip a level and one for long values', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(5_000), async (scenario) => {
        const { memory, root, depth, random } = await built(scenario);
        const standing = new Map(scenario.rows.map((row) => [row[0], row]));
        for (const size of [0, 1, 1_000]) {
          const keys = Array.from({ length: size }, () => scenario.keys[Math.floor(random() * 5_000)] ?? '');
          memory.forget();
          expect(await getMany(root, keys, memory.blocks)).toEqual(keys.map((key) => standing.get(key) ?? null));
          expect(memory.calls.length).toBeLessThanOrEqual(depth + 1);
        }
        const prefixes = scenario.keys
          .filter(() => random() < 0.003)
          .flatMap((key) => [key, key.slice(0, 15), key.slice(0, 16)]);
        memory.forget();
        const groups = await getGroups(root, prefixes, memory.blocks);
        expect(memory.calls.length).toBeLessThanOrEqual(depth + 1);
        expect(groups).toEqual(prefixes.map((prefix) => scenario.rows.filter(([key]) => key.startsWith(prefix))));
      }),
      { seed: 11, numRuns: 15 },
    );
  });

  it('countAtMost() opens no leaf and counts no more than the two leaves at its edges hold', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(5_000), async (scenario) => {
        const { memory, root, depth, random } = await built(scenario);
        for (let trial = 0; trial < 30; trial++) {
          const { lower, upper } = trialFrom(random, scenario.keys);
          const keys = naive(scenario.rows, { lower, upper, day: undefined }).map(([key]) => key);
          expect(await keysIn(root, { lower, upper }, memory.blocks)).toEqual(keys);
          memory.forget();
          const most = await countAtMost(root, { lower, upper }, memory.blocks);
          expect(memory.calls.length).toBeLessThanOrEqual(Math.max(0, depth - 1));
          expect(memory.calls.flat().every(({ level }) => level > 0)).toBe(true);
          expect(most).toBeGreaterThanOrEqual(keys.length);
          expect(most - keys.length).toBeLessThanOrEqual(2 * mostRowsOfALeaf);
        }
      }),
      { seed: 14, numRuns: 15 },
    );
  });

  it('count() at every day, opening at most one path for each edge and what has events to come', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(5_000), async (scenario) => {
        const { memory, root, depth, random } = await built(scenario);
        const trials = Array.from({ length: 40 }, () => trialFrom(random, scenario.keys));
        for (const trial of trials) {
          memory.forget();
          const request = { lower: trial.lower, upper: trial.upper, liveOn: trial.day };
          expect(await count(root, request, memory.blocks)).toBe(naive(scenario.rows, trial).length);
          expect(memory.calls.length).toBeLessThanOrEqual(depth);
          if (trial.day === undefined || trial.day >= (root?.since ?? 0)) {
            expect(memory.readNames.size).toBeLessThanOrEqual(2 * depth);
          }
        }
        memory.forget();
        const requests = trials.map(({ lower, upper, day }) => ({ lower, upper, liveOn: day }));
        expect(await countMany(root, requests, memory.blocks)).toEqual(
          trials.map((trial) => naive(scenario.rows, trial).length),
        );
        expect(memory.calls.length).toBeLessThanOrEqual(depth);
      }),
      { seed: 12, numRuns: 15 },
    );
  });

  it('countWithin() the same, or null, and no more blocks than it may look into and the edges need', async () => {
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(scenarios(5_000), fc.integer({ min: 0, max: 60 }), async (scenario, most) => {
        const { memory, root, depth, random } = await built(scenario);
        for (let repeat = 0; repeat < 20; repeat++) {
          const trials = Array.from({ length: 1 + Math.floor(random() * 3) }, () => trialFrom(random, scenario.keys));
          const requests = trials.map(({ lower, upper, day }) => ({ lower, upper, liveOn: day }));
          memory.forget();
          const counts = await countWithin(most, root, requests, memory.blocks);
          const edges = 2 * depth * trials.length;
          expect(memory.readNames.size).toBeLessThanOrEqual(most + edges);
          if (counts !== null) {
            expect(counts).toEqual(trials.map((trial) => naive(scenario.rows, trial).length));
            continue;
          }
          refused += 1;
          memory.forget();
          await countMany(root, requests, memory.blocks);
          expect(memory.readNames.size).toBeGreaterThan(most);
        }
      }),
      { seed: 16, numRuns: 25 },
    );
    expect(refused).toBeGreaterThan(20);
  });

  it('page(), forward and in reverse, page by page to the end, with and without a bound on blocks', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(3_000), async (scenario) => {
        const { memory, root, depth, random } = await built(scenario);
        for (let repeat = 0; repeat < 6; repeat++) {
          const trial = trialFrom(random, scenario.keys);
          const wanted = naive(scenario.rows, trial);
          const reverse = random() < 0.5;
          const limit = 1 + Math.floor(random() * (wanted.length + 10) * random());
          const maximumBlocks = random() < 0.5 ? undefined : 1 + Math.floor(random() * 12);
          const found: Entry[] = [];
          let { lower, upper } = trial;
          let ended = false;
          for (let pages = 0; !ended && pages < 400; pages++) {
            memory.forget();
            const request = { lower, upper, reverse, limit, liveOn: trial.day, maximumBlocks };
            const { entries, next, blocksRead } = await page(root, request, memory.blocks);
            expect(blocksRead).toBe(memory.readNames.size);
            expect(memory.calls.flat().length).toBe(blocksRead);
            expect(memory.calls.length).toBeLessThanOrEqual(depth + 1);
            const pieces = memory.calls.flat().filter(({ level }) => level < 0).length;
            expect(blocksRead - pieces).toBeLessThanOrEqual(Math.max(maximumBlocks ?? 1_000, depth));
            const isTold = trial.day === undefined || trial.day >= (root?.since ?? 0);
            if (next !== null && maximumBlocks === undefined && isTold) expect(entries.length).toBe(limit);
            if (next !== null) expect(reverse ? next < (upper ?? '~') : next > (lower ?? '')).toBe(true);
            found.push(...entries);
            ended = next === null;
            if (reverse) upper = next ?? upper;
            else lower = next ?? lower;
          }
          const inOrder = reverse ? wanted.toReversed() : wanted;
          expect(found).toEqual(ended ? inOrder : inOrder.slice(0, found.length));
        }
      }),
      { seed: 13, numRuns: 25 },
    );
  });

  it('page() has no next when nothing follows', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(3_000), fc.boolean(), async (scenario, reverse) => {
        const { memory, root, random } = await built(scenario);
        const trial = trialFrom(random, scenario.keys);
        const wanted = naive(scenario.rows, trial);
        const request = {
          lower: trial.lower,
          upper: trial.upper,
          liveOn: trial.day,
          reverse,
          limit: Math.max(1, wanted.length),
        };
        const whole = await page(root, request, memory.blocks);
        if (trial.day !== undefined && trial.day < (root?.since ?? 0) && whole.next !== null) return; // was searched for
        expect(whole.entries.length).toBe(wanted.length);
        expect(whole.next).toBeNull();
      }),
      { seed: 14, numRuns: 60 },
    );
  });

  it('page() skips what has no live row without reading it', async () => {
    const rows = Array.from({ length: 20_000 }, (_, at): Entry => {
      const dead = at > 50 && at < 19_900;
      return [`k${String(at).padStart(6, '0')}`, 0, dead ? 10 : null, at];
    });
    const memory = new MemoryBlocks();
    const root = await build(rows, memory.sink);
    memory.forget();
    const { entries, next } = await page(root, { limit: 140, liveOn: 10 }, memory.blocks);
    expect(entries.map(([, , , value]) => value)).toEqual([
      ...Array(51).keys(),
      ...Array.from({ length: 89 }, (_, at) => 19_900 + at),
    ]);
    expect(next).toBe('k019989');
    expect(memory.readNames.size).toBeLessThan(12);
    expect(memory.calls.length).toBeLessThanOrEqual((root?.level ?? 0) + 1);
  });

  it.each([0.5, 0.05, 0.01, 0.002, 0])(
    'page() before events that are to come, where %d of the rows are live, within one round trip a level and one',
    async (share) => {
      const random = randomFrom(51);
      const rows = Array.from({ length: 100_000 }, (_, at): Entry => {
        return [`k${String(at).padStart(6, '0')}`, random() < share ? 0 : 100, null, at];
      });
      const wanted = rows.filter((row) => liveOn(row, 50)).map(([key]) => key);
      const memory = new MemoryBlocks();
      const root = await build(rows, memory.sink);
      const depth = (root?.level ?? 0) + 1;
      for (const reverse of [false, true]) {
        const found: string[] = [];
        const request = { reverse, limit: 100, liveOn: 50 };
        for (let bound: string | undefined; ; ) {
          memory.forget();
          const side = { [reverse ? 'upper' : 'lower']: bound };
          const { entries, next } = await page(root, { ...request, ...side }, memory.blocks);
          expect(memory.calls.length).toBeLessThanOrEqual(depth + 1);
          expect(memory.readNames.size).toBeLessThanOrEqual(64 + 2 * depth);
          if (share >= 0.5 && next !== null) expect(entries).toHaveLength(100);
          if (share >= 0.05 && next !== null) expect(entries.length).toBeGreaterThan(50);
          found.push(...entries.map(([key]) => key));
          if (next === null) break;
          bound = next;
        }
        expect(found).toEqual(reverse ? wanted.toReversed() : wanted);
      }
    },
  );

  it('page() leaves long values that no round trip is left for to the next page', async () => {
    const long = '界'.repeat(4_000);
    const rows = Array.from({ length: 6_000 }, (_, at): Entry => {
      return [`k${String(at).padStart(6, '0')}`, at % 40 === 0 ? 0 : 100, null, at % 400 === 0 ? long : at];
    });
    const wanted = rows.filter((row) => liveOn(row, 50));
    const memory = new MemoryBlocks();
    const root = await build(rows, memory.sink);
    for (const reverse of [false, true]) {
      const found: Entry[] = [];
      let bound: string | undefined;
      do {
        memory.forget();
        const side = { [reverse ? 'upper' : 'lower']: bound };
        const { entries, next } = await page(root, { reverse, limit: 30, liveOn: 50, ...side }, memory.blocks);
        expect(memory.calls.length).toBeLessThanOrEqual((root?.level ?? 0) + 2);
        found.push(...entries);
        bound = next ?? undefined;
      } while (bound !== undefined);
      expect(found).toEqual(reverse ? wanted.toReversed() : wanted);
    }
  });

  it('nth(), rank() and keysIn(), scan() over any range, each in few round trips', async () => {
    await fc.assert(
      fc.asyncProperty(scenarios(3_000), async (scenario) => {
        const { memory, root, depth, random } = await built(scenario);
        for (let repeat = 0; repeat < 20; repeat++) {
          const position = Math.floor(random() * (scenario.rows.length + 2)) - 1;
          memory.forget();
          expect(await nth(root, position, memory.blocks)).toEqual(scenario.rows[position] ?? null);
          expect(memory.calls.length).toBeLessThanOrEqual(depth + 1);
          const key = scenario.keys[Math.floor(random() * 3_000)] ?? '';
          memory.forget();
          expect(await rank(root, key, memory.blocks)).toBe(scenario.rows.filter((row) => row[0] < key).length);
          expect(memory.calls.length).toBeLessThanOrEqual(depth);
        }
        const trial = { ...trialFrom(random, scenario.keys), day: undefined };
        const range = { lower: trial.lower, upper: trial.upper };
        const wanted = naive(scenario.rows, trial);
        memory.forget();
        expect(await keysIn(root, range, memory.blocks)).toEqual(wanted.map(([key]) => key));
        expect(memory.calls.length).toBeLessThanOrEqual(depth);
        memory.forget();
        expect(await collect(scan(root, range, memory.blocks))).toEqual(wanted);
        expect(memory.calls.length).toBeLessThanOrEqual(mostBatches(memory));
      }),
      { seed: 15, numRuns: 20 },
    );
  });
});

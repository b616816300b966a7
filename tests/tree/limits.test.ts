import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maximumBlockBytes } from '../../schema/tree/block.ts';
import { beginsBlock, keyHash, rowDensity } from '../../schema/tree/boundary.ts';
import { build } from '../../schema/tree/build.ts';
import { canonicalJson } from '../../schema/tree/canonical-json.ts';
import type { Entry, Json } from '../../schema/tree/entry.ts';
import { getMany } from '../../schema/tree/get.ts';
import { merge } from '../../schema/tree/merge.ts';
import { scan } from '../../schema/tree/scan.ts';
import { type KeyStyle, universe } from './generated-rows.ts';
import { collect, levelsOf, MemoryBlocks } from './memory-blocks.ts';

function largest(memory: MemoryBlocks): number {
  return Math.max(...[...memory.stored.values()].map((bytes) => bytes.length));
}

async function built(rows: readonly Entry[]) {
  const memory = new MemoryBlocks();
  const root = await build(rows, memory.sink);
  return { memory, root, levels: await levelsOf(root, memory.blocks) };
}

describe('Blocks stay within their limits', () => {
  const styles: readonly [KeyStyle, number, number][] = [
    ['codes', 70, 130],
    ['every key begins a block', 1, 1],
    ['no key begins a block', 512, 512],
  ];
  for (const [style, least, most] of styles) {
    it(`where ${style}: ${least} to ${most} rows a leaf on the average`, async () => {
      const rows = universe(style, 12_288).map((key): Entry => [key, 0, null, 1]);
      const { memory, root, levels } = await built(rows);
      const leaves = levels[0]?.length ?? 0;
      expect(rows.length / leaves).toBeGreaterThanOrEqual(least);
      expect(rows.length / leaves).toBeLessThanOrEqual(most);
      expect(largest(memory)).toBeLessThanOrEqual(maximumBlockBytes);
      expect(await collect(scan(root, {}, memory.blocks))).toEqual(rows);
    });
  }

  it('with the longest keys and the largest values that a leaf takes', async () => {
    const rows = universe('no key begins a block', 2_000).map((key, at): Entry => {
      const long = `${key}${'~'.repeat(200 - key.length)}`;
      return [long, 0, null, at % 2 === 0 ? '福'.repeat(2_730) : 'x'.repeat(8_190)];
    });
    const { memory, root } = await built(rows);
    expect(largest(memory)).toBeLessThanOrEqual(maximumBlockBytes);
    expect(largest(memory)).toBeGreaterThan(100_000);
    expect(await collect(scan(root, {}, memory.blocks))).toEqual(rows);
  });

  it('with values of any size: a long one lies in blocks of its own and comes back as it was', async () => {
    const values: readonly Json[] = [
      'x'.repeat(8_191),
      '界'.repeat(1_000_000),
      Array.from({ length: 60_000 }, (_, at) => [at / 7, at - 7, `点${at}`]),
      { overflow: ['0'.repeat(64)], bytes: 12 },
      { deep: { long: '\ud83c\udfe0'.repeat(200_000) } },
    ];
    const rows = values.map((value, at): Entry => [`k${at}`, 0, null, value]);
    const { memory, root } = await built(rows);
    expect(largest(memory)).toBe(maximumBlockBytes);
    memory.forget();
    expect(await getMany(root, ['k4', 'k1', 'k3', 'k1', 'k2', 'k0'], memory.blocks)).toEqual(
      [4, 1, 3, 1, 2, 0].map((at) => rows[at]),
    );
    expect(memory.calls.length).toBe((root?.level ?? 0) + 2);
    memory.forget();
    expect(
      await merge(
        root,
        rows.map((row) => [row[0], row]),
        memory,
      ),
    ).toBe(root);
    expect(memory.written).toEqual([]);
  });
});

describe('The hash of keys', () => {
  it('begins a block at one key in 128, evenly and differently at each level, however alike the keys are', () => {
    const keys = Array.from({ length: 100_000 }, (_, at) => `4403040${String(at).padStart(18, '0')} 2019-01-01`);
    for (const level of [0, 1, 2]) {
      const natural = keys.filter((key) => beginsBlock(key, level, rowDensity));
      expect(natural.length).toBeGreaterThan(700);
      expect(natural.length).toBeLessThan(870);
      const both = natural.filter((key) => beginsBlock(key, level + 1, rowDensity));
      expect(both.length).toBeLessThan(20);
    }
  });

  it('never changes', () => {
    expect([keyHash('a', 0), keyHash('a', 1), keyHash('440304003001 2020-01-01', 0)]).toEqual([
      1_951_636_747, 738_454_016, 3_721_179_338,
    ]);
  });
});

describe('A tree refuses', () => {
  async function refusal(...rows: readonly Entry[]): Promise<string> {
    const failure = await build(rows, () => {}).then(
      () => 'taken',
      (error: unknown) => (error instanceof Error ? error.message : ''),
    );
    return failure;
  }

  it('keys out of order and keys that are there twice', async () => {
    expect(await refusal(['b', 0, null, 1], ['a', 0, null, 1])).toBe(
      'Cannot take key "a": keys must rise strictly, it comes after "b"',
    );
    expect(await refusal(['b', 0, null, 1], ['b', 0, null, 2])).toBe(
      'Cannot take key "b": keys must rise strictly, it is there twice',
    );
  });

  it('keys with other characters or of other lengths', async () => {
    for (const key of ['', 'a"b', 'a\\b', 'a\nb', 'é', '福', 'a\u007f']) {
      expect(await refusal([key, 0, null, 1])).toContain('must be printable ASCII');
    }
    expect(await refusal(['k'.repeat(201), 0, null, 1])).toContain('length must be at most 200, is 201');
    expect(await refusal(['k'.repeat(200), 0, null, 1])).toBe('taken');
  });

  it('values and days that have no one form', async () => {
    const bad: readonly Json[] = [Number.NaN, [1, [Number.POSITIVE_INFINITY]], { a: { b: -Infinity } }];
    for (const value of bad) expect(await refusal(['k', 0, null, value])).toContain('must be finite');
    for (const value of ['e\u0301', ['o\u0302'], { 'e\u0301': 1 }])
      expect(await refusal(['k', 0, null, value])).toContain('must be in NFC');
    expect(await refusal(['k', 0.5, null, 1])).toContain('day must be an integer, is "0.5"');
    expect(await refusal(['k', 0, Number.NaN, 1])).toContain('day must be an integer');
  });
});

describe('canonicalJson()', () => {
  it('is the same for equal values, whatever the order of their names, and reads back as the value', () => {
    const values = fc
      .jsonValue({ noUnicodeString: false })
      .map((value) => JSON.parse(JSON.stringify(value).normalize('NFC')) as Json);
    fc.assert(
      fc.property(values, (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(value);
        expect(canonicalJson(reversed(value))).toBe(text);
        expect(text).not.toContain('\n');
      }),
      { seed: 41, numRuns: 500 },
    );
  });
});

/** The same value with its names in reverse order. */
function reversed(value: Json): Json {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(reversed);
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([name, member]) => [name, reversed(member)]),
  );
}

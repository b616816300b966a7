import { describe, expect, it } from 'vitest';
import type { Subtree, TreeRoot } from '../../schema/tree/block.ts';
import { blockName } from '../../schema/tree/block-name.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { isBrokenTree } from '../../schema/tree/broken-tree.ts';
import { build } from '../../schema/tree/build.ts';
import { Chunk } from '../../schema/tree/chunk.ts';
import { count } from '../../schema/tree/count.ts';
import { difference } from '../../schema/tree/difference.ts';
import type { Entry } from '../../schema/tree/entry.ts';
import { getGroups, getMany } from '../../schema/tree/get.ts';
import { childLine } from '../../schema/tree/line.ts';
import { merge } from '../../schema/tree/merge.ts';
import { nth } from '../../schema/tree/nth.ts';
import { openIndexes } from '../../schema/tree/open.ts';
import { page } from '../../schema/tree/page.ts';
import { references } from '../../schema/tree/references.ts';
import { scan } from '../../schema/tree/scan.ts';
import { verify } from '../../schema/tree/verify.ts';
import { collect, levelsOf, MemoryBlocks } from './memory-blocks.ts';

const rows = Array.from({ length: 2_500 }, (_, at): Entry => {
  const value = at % 1_000 === 500 ? `${at} `.repeat(80_000) : ['福田区', at];
  return [`k${String(at).padStart(5, '0')}`, at % 9, at % 2 === 0 ? null : 50, value];
});
const keys = rows.map(([key]) => key);

type Read = (root: TreeRoot, blocks: Blocks) => Promise<unknown>;

/** Every reading function, made to read the whole tree. */
const readers: Readonly<Record<string, Read>> = {
  getMany: (root, blocks) => getMany(root, keys, blocks),
  getGroups: (root, blocks) => getGroups(root, ['k0', 'k1', 'k2'], blocks),
  scan: (root, blocks) => collect(scan(root, {}, blocks)),
  page: (root, blocks) => page(root, { limit: 5_000 }, blocks),
  'page in reverse': (root, blocks) => page(root, { limit: 5_000, reverse: true, liveOn: 10 }, blocks),
  difference: (root, blocks) =>
    collect(difference({ before: null, after: root, beforeBlocks: blocks, afterBlocks: blocks })),
  count: (root, blocks) => count(root, { liveOn: 10 }, blocks),
  references: (root, blocks) => collect(references(root, blocks)),
  merge: (root, blocks) =>
    merge(
      root,
      keys.map((key) => [key, [key, 0, null, 1]]),
      { blocks, sink: () => {} },
    ),
};
/** These need no long value to answer. */
const withoutValues = ['count', 'references', 'merge', 'page in reverse'];

async function builtTree() {
  const memory = new MemoryBlocks();
  const root = await build(rows, memory.sink);
  if (root === null) throw new Error('there are rows');
  const levels = await levelsOf(root, memory.blocks);
  const pieces = (await collect(references(root, memory.blocks))).filter(({ level }) => level < 0);
  const chosen = [
    root,
    ...levels.flatMap((level) => [level[0], level[Math.floor(level.length / 2)], level.at(-1)]),
    pieces[1],
  ];
  return { memory, root, levels, chosen: new Set(chosen.filter((each) => each !== undefined)) };
}

async function failureOf(reading: Promise<unknown>): Promise<unknown> {
  return reading.then(
    () => 'answered',
    (error: unknown) => error,
  );
}

describe('A broken tree is never answered from', () => {
  const damages: readonly [string, string, (bytes: Uint8Array, other: Uint8Array) => Uint8Array | undefined][] = [
    ['missing', 'MISSING', () => undefined],
    ['altered', 'ALTERED', (bytes) => bytes.with(bytes.length >> 1, (bytes[bytes.length >> 1] ?? 0) ^ 1)],
    ['cut short', 'ALTERED', (bytes) => bytes.slice(0, -1)],
    ['swapped', 'ALTERED', (_, other) => other],
  ];

  for (const [name, kind, damage] of damages) {
    it(`a ${name} block is named, with its parent, by every reading function`, async () => {
      const { memory, root, levels, chosen } = await builtTree();
      const other = memory.stored.get(levels[0]?.[3]?.hash ?? '') ?? new Uint8Array();
      for (const block of chosen) {
        const bytes = memory.stored.get(block.hash) ?? new Uint8Array();
        const damaged = damage(new Uint8Array(bytes), other);
        if (damaged === undefined) memory.stored.delete(block.hash);
        else memory.stored.set(block.hash, damaged);
        const wanted = { kind, block: block.hash, parent: block.parent ?? null };
        for (const [reader, read] of Object.entries(readers)) {
          if (block.level < 0 && withoutValues.includes(reader)) continue;
          const failure = await failureOf(read(root, memory.blocks));
          expect(failure, reader).toMatchObject(wanted);
          expect(isBrokenTree(failure)).toBe(true);
        }
        expect(await collect(verify(root, memory.blocks))).toMatchObject([wanted]);
        memory.stored.set(block.hash, bytes);
      }
    });
  }

  it('a block that its parent describes otherwise is named', async () => {
    const { memory, root } = await builtTree();
    const [index] = await openIndexes([root], memory.blocks);
    const children = index?.children ?? [];
    const lies: ((child: Subtree, at: number) => Partial<Subtree>)[] = [
      (_, at) => ({ hash: children[at === 1 ? 2 : at === 2 ? 1 : at]?.hash ?? '' }),
      (child, at) => ({ rows: child.rows + (at === 1 ? 1 : 0) }),
      (child, at) => ({ firstKey: at === 1 ? `${child.firstKey}0` : child.firstKey }),
    ];
    for (const lie of lies) {
      const chunk = new Chunk(root.level);
      for (const [at, child] of children.entries()) chunk.add(childLine({ ...child, ...lie(child, at) }));
      const { subtree, bytes } = chunk.close();
      memory.stored.set(subtree.hash, bytes);
      for (const [reader, read] of Object.entries(readers)) {
        expect(await failureOf(read(subtree, memory.blocks)), reader).toMatchObject({
          kind: 'MISPLACED',
          parent: subtree.hash,
        });
      }
      expect(await collect(verify(subtree, memory.blocks))).not.toEqual([]);
    }
    for (const lie of [{ rows: 1 }, { firstKey: 'k' }, { level: 0 }, { level: root.level + 1 }]) {
      for (const [reader, read] of Object.entries(readers)) {
        const failure = await failureOf(read({ ...root, ...lie }, memory.blocks));
        expect(failure, reader).toMatchObject({ block: root.hash, parent: null });
      }
    }
  });

  it('a port that answers with other blocks than it was asked for is found out', async () => {
    const { memory, root } = await builtTree();
    const turned: Blocks = async (asked) => (await memory.blocks(asked)).toReversed();
    const short: Blocks = async (asked) => (await memory.blocks(asked)).slice(1);
    for (const [reader, read] of Object.entries(readers)) {
      // A page keeps blocks by their own names, so that their order cannot mislead it.
      const answer = await failureOf(read(root, turned));
      if (reader.startsWith('page')) expect(answer).toBe('answered');
      else expect(answer, reader).toMatchObject({ kind: 'MISPLACED' });
      expect(isBrokenTree(await failureOf(read(root, short))), reader).toBe(true);
    }
  });

  it('other failures of the store are thrown as they are', async () => {
    const { root } = await builtTree();
    const failing: Blocks = () => Promise.reject(new Error('no network'));
    for (const [reader, read] of Object.entries(readers)) {
      expect(await failureOf(read(root, failing)), reader).toMatchObject({ message: 'no network' });
    }
    await expect(collect(verify(root, failing))).rejects.toThrow('no network');
  });

  it('nth() names the broken leaf of its row', async () => {
    const { memory, root, levels } = await builtTree();
    const leaf = levels[0]?.at(-1);
    memory.stored.delete(leaf?.hash ?? '');
    expect(await failureOf(nth(root, rows.length - 1, memory.blocks))).toMatchObject({
      kind: 'MISSING',
      block: leaf?.hash,
    });
    expect(await nth(root, 0, memory.blocks)).toEqual(rows[0]);
  });
});

describe('verify()', () => {
  it('finds wrong counts, wrong order, wrong cuts and other than canonical forms, though all names are right', async () => {
    const wrongs: readonly [string, number, string][] = [
      ['two rows out of order', 0, '[\n["b",0,null,1],\n["a",0,null,1]\n]'],
      ['spaces', 0, '[\n["a",0,null, 1]\n]'],
      ['a key that is refused', 0, '[\n["a\u007f",0,null,1]\n]'],
      ['a number in another form', 0, '[\n["a",0,null,1.0]\n]'],
    ];
    for (const [name, level, text] of wrongs) {
      const memory = new MemoryBlocks();
      const bytes = Buffer.from(text);
      const hash = blockName(level, bytes);
      memory.sink(hash, bytes);
      const root = {
        hash,
        level,
        firstKey: text.slice(4, text.indexOf('"', 4)),
        rows: text.split('\n').length - 2,
        live: 1,
        since: 0,
      };
      const problems = await collect(verify(root, memory.blocks));
      expect(
        problems.map(({ kind, block }) => ({ kind, block })),
        name,
      ).toContainEqual({ kind: 'MALFORMED', block: hash });
    }
    const { memory, root } = await builtTree();
    for (const lie of [{ live: root.live + 1 }, { since: root.since - 1 }]) {
      const problems = await collect(verify({ ...root, ...lie }, memory.blocks));
      expect(problems).toMatchObject([{ block: root.hash }]);
    }
  });

  it('finds blocks that are cut where the rule does not cut', async () => {
    const { memory, levels, root } = await builtTree();
    const [first, second] = levels[0] ?? [];
    if (first === undefined || second === undefined) throw new Error('there are leaves');
    const chunk = new Chunk(1);
    chunk.add(childLine(first));
    const two = chunk.close();
    memory.sink(two.subtree.hash, two.bytes);
    expect(root.level).toBeGreaterThan(0);
    const problems = await collect(verify(two.subtree, memory.blocks));
    expect(problems).toMatchObject([{ kind: 'MALFORMED', block: two.subtree.hash, parent: null }]);
  });
});

import { expect, test } from 'vitest';
import { blockClasses } from '../../schema/privacy/block-class.ts';
import { aBlock } from './store-builder.ts';
import type { OpenFresh } from './store-suite.ts';

/** Laws of BlockReader and BlockWriter. */
export function blockTests(openFresh: OpenFresh): void {
  test('a block put is read as it was, in every class', async () => {
    const { store } = await openFresh();
    for (const fieldClass of blockClasses) {
      const block = aBlock(blockClasses.indexOf(fieldClass));
      await store.blocks.write(fieldClass, [block]);
      expect(plain(await store.blocks.read(fieldClass, [block.name]))).toEqual([[block.name, block.bytes]]);
    }
  });

  test('a block of one class is not found in another', async () => {
    const { store } = await openFresh();
    for (const home of blockClasses) {
      const block = aBlock(blockClasses.indexOf(home));
      await store.blocks.write(home, [block]);
      for (const other of blockClasses.filter((fieldClass) => fieldClass !== home))
        expect(await store.blocks.read(other, [block.name])).toEqual(new Map());
    }
  });

  test('names that are not stored are absent, names asked for twice come once', async () => {
    const { store } = await openFresh();
    const [here, there] = [aBlock(1), aBlock(2)];
    await store.blocks.write('open', [here]);
    const found = await store.blocks.read('open', [there.name, here.name, here.name]);
    expect(plain(found)).toEqual([[here.name, here.bytes]]);
    expect(await store.blocks.read('open', [])).toEqual(new Map());
  });

  test('each block that is found is given once, as it is read', async () => {
    const { store } = await openFresh();
    const blocks = Array.from({ length: 150 }, (_, seed) => aBlock(seed));
    await store.blocks.write('open', blocks);
    const taken: [string, Uint8Array][] = [];
    const names = [...blocks, ...blocks, aBlock(200)].map(({ name }) => name);
    const found = await store.blocks.read('open', names, (name, bytes) => taken.push([name, bytes]));
    expect(new Map(taken)).toEqual(found);
    expect(taken).toHaveLength(150);
  });

  test('a block may be put twice, in one call or in two', async () => {
    const { store } = await openFresh();
    const block = aBlock(1);
    await store.blocks.write('government', [block, block]);
    await store.blocks.write('government', [block]);
    expect(plain(await store.blocks.read('government', [block.name]))).toEqual([[block.name, block.bytes]]);
  });

  test('empty blocks and blocks of 300 KB that do not compress are kept', async () => {
    const { store } = await openFresh();
    const blocks = [aBlock(1, 0), aBlock(2, 300 * 1024), aBlock(3, 300 * 1024)];
    await store.blocks.write('open', blocks);
    const found = await store.blocks.read(
      'open',
      blocks.map(({ name }) => name),
    );
    for (const { name, bytes } of blocks) expect(sameBytes(found.get(name), bytes)).toBe(true);
  });

  test('a block beyond the bound is refused by name and size', async () => {
    const { store } = await openFresh();
    const block = { name: 'b'.repeat(64), bytes: new Uint8Array(2 * 2 ** 20 + 1) };
    await expect(store.blocks.write('open', [block])).rejects.toThrow(
      `Cannot write block "${block.name}": size must be at most 2097152 bytes, is 2097153`,
    );
  });

  test('10,000 blocks are written and read in one call each', async () => {
    const { store } = await openFresh();
    const blocks = Array.from({ length: 10_000 }, (_, seed) => aBlock(seed, 100));
    await store.blocks.write('open', blocks);
    const found = await store.blocks.read(
      'open',
      blocks.map(({ name }) => name),
    );
    expect(found.size).toBe(10_000);
    expect(blocks.every(({ name, bytes }) => sameBytes(found.get(name), bytes))).toBe(true);
  });

  test('two writers of overlapping blocks at once both succeed', async () => {
    const { store, again } = await openFresh();
    const other = await again();
    const blocks = Array.from({ length: 2000 }, (_, seed) => aBlock(seed));
    await Promise.all([
      store.blocks.write('open', blocks.slice(0, 1500)),
      other.blocks.write('open', blocks.slice(500).reverse()),
    ]);
    const found = await other.blocks.read(
      'open',
      blocks.map(({ name }) => name),
    );
    expect(blocks.every(({ name, bytes }) => sameBytes(found.get(name), bytes))).toBe(true);
  });
}

function plain(found: ReadonlyMap<string, Uint8Array>): [string, Uint8Array][] {
  return [...found].map(([name, bytes]) => [name, new Uint8Array(bytes)]);
}

/** Faster than vitest's own comparison of large arrays. */
function sameBytes(found: Uint8Array | undefined, wanted: Uint8Array): boolean {
  return found !== undefined && Buffer.compare(found, wanted) === 0;
}

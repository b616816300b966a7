import { setImmediate as settled } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readingIndexesAhead } from '../../functions/store/indexes-ahead.ts';
import type { Edition, EditionReader } from '../../schema/ports.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { build } from '../../schema/tree/build.ts';
import type { Entry } from '../../schema/tree/entry.ts';
import { universe } from '../tree/generated-rows.ts';
import { levelsOf, MemoryBlocks } from '../tree/memory-blocks.ts';

const rows = universe('codes', 30_000).map((key): Entry => [key, 0, null, { key }]);

function readerOf(edition: Edition | null): EditionReader {
  const one = async () => edition;
  return { latest: one, get: one, at: one, publications: async () => [] };
}

async function someEdition(memory: MemoryBlocks): Promise<Edition> {
  const open = await build(rows, memory.sink);
  const restricted = await build(rows.slice(7), memory.sink);
  const trees = { 'rows.open': open, 'rows.enterprise': restricted, 'superseded.open': restricted, spatial: null };
  const houses = { seq: 1, publishedAt: '', layout: {}, trees };
  return { tier: 'GOVERNMENT', number: 1, at: '', registers: { HOUSES: houses } };
}

const nothing: Blocks = async () => [];
const sources = (open: Blocks, enterprise = nothing) => ({
  open,
  registered: nothing,
  enterprise,
  government: nothing,
});

async function quiet(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await settled();
}

test('all index blocks of the open trees are read once, a level at a time, and no leaf', async () => {
  const memory = new MemoryBlocks();
  const edition = await someEdition(memory);
  const root = edition.registers.HOUSES?.trees['rows.open'] ?? null;
  const editions = readingIndexesAhead(readerOf(edition), sources(memory.blocks));
  for (let time = 0; time < 3; time++) expect(await editions.latest('GOVERNMENT')).toBe(edition);
  await quiet();
  expect(memory.calls.length).toBe(root?.level);
  expect(memory.calls.flat().every(({ level }) => level > 0)).toBe(true);
  const read = [...memory.readNames].sort();
  const indexes = (await levelsOf(root, memory.blocks)).slice(1).flat();
  expect(read).toEqual(indexes.map(({ hash }) => hash).sort());
});

test('those of closed trees are read through the port of their class, for a tier that may read it', async () => {
  for (const tier of ['PUBLIC', 'ENTERPRISE'] as const) {
    const [memory, closed] = [new MemoryBlocks(), new MemoryBlocks()];
    const edition = await someEdition(memory);
    const strict = await build(rows.slice(7), closed.sink);
    const trees = { ...edition.registers.HOUSES?.trees, 'rows.enterprise': strict, 'order.grid.enterprise': strict };
    const houses = { seq: 1, publishedAt: '', layout: {}, trees };
    const reader = readerOf({ ...edition, tier, registers: { HOUSES: houses } });
    await readingIndexesAhead(reader, sources(memory.blocks, closed.blocks)).latest(tier);
    await quiet();
    expect(memory.calls.length).toBe(edition.registers.HOUSES?.trees['rows.open']?.level);
    expect(closed.calls.length).toBe(tier === 'PUBLIC' ? 0 : strict?.level);
  }
});

test('nothing is read ahead before it may be', async () => {
  const memory = new MemoryBlocks();
  const edition = await someEdition(memory);
  const { promise, resolve } = Promise.withResolvers<void>();
  const editions = readingIndexesAhead(readerOf(edition), sources(memory.blocks), promise);
  await editions.latest('GOVERNMENT');
  await quiet();
  expect(memory.calls).toEqual([]);
  resolve();
  await quiet();
  expect(memory.calls.length).toBe(edition.registers.HOUSES?.trees['rows.open']?.level);
});

test('older editions, and none at all, read nothing', async () => {
  const memory = new MemoryBlocks();
  const editions = readingIndexesAhead(readerOf(await someEdition(memory)), sources(memory.blocks));
  await editions.get('PUBLIC', 1);
  await editions.at('PUBLIC', '2026-01-01T00:00:00Z');
  await readingIndexesAhead(readerOf(null), sources(memory.blocks)).latest('PUBLIC');
  await quiet();
  expect(memory.calls).toEqual([]);
});

test('a store that is away is no fault of whoever asked for the edition; it is asked again with the next one', async () => {
  const memory = new MemoryBlocks();
  const edition = await someEdition(memory);
  let asked = 0;
  const away: Blocks = async () => {
    asked += 1;
    throw new Error('away');
  };
  const editions = readingIndexesAhead(readerOf(edition), sources(away));
  expect(await editions.latest('PUBLIC')).toBe(edition);
  await quiet();
  expect(await editions.latest('PUBLIC')).toBe(edition);
  await quiet();
  expect(asked).toBe(2);
});

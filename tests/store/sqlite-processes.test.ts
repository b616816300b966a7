import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import { layouts } from '../../functions/store/sqlite/tables.ts';
import type { Store } from '../../schema/ports.ts';
import { aBlock } from './store-builder.ts';

const writer = fileURLToPath(new URL('./sqlite-writer.ts', import.meta.url));

describe('the embedded store, shared by processes', () => {
  let folder = '';
  let stores: Store[] = [];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'basegrid-store-'));
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    stores = [];
    rmSync(folder, { recursive: true });
  });
  const open = () => {
    const store = openSqliteStore(join(folder, 'data'), () => 1_800_000_000_000);
    stores.push(store);
    return store;
  };
  const startWriter = (firstSeed: number, editions: number): ChildProcess =>
    spawn(process.execPath, [writer, join(folder, 'data'), String(firstSeed), String(editions)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });

  test('three processes that find no store and start at once all write, while a fourth reads', async () => {
    const writers = [0, 10_000, 20_000].map((seed) => startWriter(seed, 5));
    const exits = Promise.all(writers.map((child) => once(child, 'exit')));
    const store = open();
    let running = true;
    exits.finally(() => {
      running = false;
    });
    while (running) {
      await expectWhole(store);
      await sleep(20);
    }
    expect((await exits).map(([status]) => status)).toEqual([0, 0, 0]);
    expect(await expectWhole(store)).toBe(15);
  });

  test('a writer killed at any moment leaves a store that is whole and can be written', async () => {
    for (const milliseconds of [5, 60, 150]) {
      const child = startWriter(milliseconds * 100_000, 10_000);
      await Promise.race([once(child.stdout ?? child, 'data'), once(child, 'exit')]);
      await sleep(milliseconds);
      child.kill('SIGKILL');
      expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']); // it never ended by itself
      const store = open();
      const before = await expectWhole(store);
      const next = startWriter(milliseconds * 100_000 + 50_000_000, 1);
      expect(await once(next, 'exit')).toEqual([0, null]);
      expect(await expectWhole(store)).toBe(before + 1);
    }
  });

  test('only its owner may look into the folder', () => {
    open();
    expect(statSync(join(folder, 'data')).mode & 0o777).toBe(0o700);
  });

  test('a file of another program, of a later format, or no database at all is refused', () => {
    open();
    const file = join(folder, 'data', 'basegrid.sqlite');
    alter(file, 'PRAGMA user_version = 9');
    expect(open).toThrow(`Cannot open store "basegrid.sqlite": format must be ${layouts.length}, is 9`);
    const foreign = join(folder, 'foreign');
    openSqliteStore(foreign, Date.now).close();
    alter(join(foreign, 'basegrid.sqlite'), 'PRAGMA application_id = 7');
    expect(() => openSqliteStore(foreign, Date.now)).toThrow('it is an SQLite file of another program');
    alter(join(folder, 'data', '..', 'basegrid.sqlite'), 'CREATE TABLE theirs (name TEXT)');
    expect(() => openSqliteStore(folder, Date.now)).toThrow('it is an SQLite file of another program');
    writeFileSync(join(foreign, 'basegrid.sqlite'), 'code,name\n'.repeat(1000));
    expect(() => openSqliteStore(foreign, Date.now)).toThrow('it is no SQLite file');
  });

  test('a block that was damaged, or that expands without end, is named and not answered', async () => {
    const store = open();
    const block = aBlock(1);
    await store.blocks.write('open', [block]);
    const file = join(folder, 'data', 'basegrid.sqlite');
    const { zstdCompressSync } = await import('node:zlib');
    const bomb = zstdCompressSync(new Uint8Array(64 * 2 ** 20));
    for (const stored of [bomb, new Uint8Array([1, 2, 3]), new Uint8Array()]) {
      const database = new DatabaseSync(file);
      database.prepare('UPDATE open_blocks SET bytes = ?').run(stored);
      database.close();
      await expect(store.blocks.read('open', [block.name])).rejects.toThrow(`Cannot read block "${block.name}"`);
    }
  });

  test('putting a block again refreshes the day of its last touch, and never sets it back', async () => {
    open();
    const day = 86_400_000;
    const touchedAfter = async (now: number) => {
      const store = openSqliteStore(join(folder, 'data'), () => now);
      await store.blocks.write('open', [aBlock(1)]);
      await store.close();
      const database = new DatabaseSync(join(folder, 'data', 'basegrid.sqlite'));
      const touched = database.prepare('SELECT touched_on FROM open_blocks').all();
      database.close();
      return touched.map((row) => row.touched_on);
    };
    expect(await touchedAfter(100 * day)).toEqual([100]);
    expect(await touchedAfter(103 * day + 5)).toEqual([103]);
    expect(await touchedAfter(101 * day)).toEqual([103]);
  });
});

/** Every edition that can be seen has all its blocks; returns the newest one's number. */
async function expectWhole(store: Store): Promise<number> {
  const records = await store.editions.publications('PUBLIC', 'HOUSES', 0);
  const newest = records.at(-1);
  expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index + 1));
  const seed = newest?.changes ?? 0;
  const names = newest === undefined ? [] : Array.from({ length: 200 }, (_, index) => aBlock(seed + index, 500).name);
  expect((await store.blocks.read('open', names)).size).toBe(names.length);
  return newest?.seq ?? 0;
}

function alter(file: string, sql: string): void {
  const database = new DatabaseSync(file);
  database.exec(sql);
  database.close();
}

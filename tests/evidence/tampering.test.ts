import { copyFileSync, cpSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, test } from 'vitest';
import { advanceLog } from '../../functions/evidence/advance-log.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import { auditLog } from '../../schema/evidence/audit-log.ts';
import { type Checkpoint, openCheckpoint, signCheckpoint } from '../../schema/evidence/checkpoint.ts';
import type { TreeHead } from '../../schema/evidence/consistency-proof.ts';
import { decodeEntries, encodeEntries } from '../../schema/evidence/entry-bundle.ts';
import { leafEntry } from '../../schema/evidence/leaf.ts';
import { entriesSource, tilesSource } from '../../schema/evidence/leaf-source.ts';
import { generator } from '../geometry/synthetic-partition.ts';
import { memoryLog } from './log-in-memory.ts';
import { diskLog, queryLeaf, seeds, testSigner } from './log-on-disk.ts';

/** 600 leaves: two full tiles of level 0, a partial one, and one of level 1. */
const size = 600;
const entries = seeds(0, size).map((seed) => leafEntry(queryLeaf(seed).leaf));
const noEntry = new Uint8Array();
let whole: Map<string, Uint8Array>;
let checkpoint: Checkpoint;
beforeAll(() => {
  const log = memoryLog(entries);
  whole = log.files;
  checkpoint = signed({ size, root: log.root });
});

function signed(head: TreeHead): Checkpoint {
  const opened = openCheckpoint(signCheckpoint(head, [testSigner]), [testSigner]);
  if (!opened.ok) throw new Error(opened.reason);
  return opened.value;
}

async function audit(files: ReadonlyMap<string, Uint8Array>, seen: readonly TreeHead[] = [], found = checkpoint) {
  const read = async (path: string) => files.get(path) ?? null;
  return auditLog({ checkpoint: found, read, sources: [entriesSource(read), tilesSource(read)], seen });
}

/** The log with one bundle made anew from other entries. */
function withBundle(path: string, change: (entries: Uint8Array[]) => Uint8Array[]): Map<string, Uint8Array> {
  const decoded = decodeEntries(whole.get(path) ?? new Uint8Array());
  if (!decoded.ok) throw new Error(decoded.reason);
  return new Map(whole).set(path, encodeEntries(change([...decoded.value])));
}

describe('a log that was tampered with', () => {
  test('is told from one that is whole', async () => {
    expect(await audit(whole)).toEqual([]);
    expect(whole.size).toBe(7);
  });

  test('any byte of any tile of hashes that is flipped is named, with its tile and its place', async () => {
    for (const [path, bytes] of whole) {
      if (path.includes('entries')) continue;
      for (let at = 0; at < bytes.length; at += path.startsWith('tile/0') ? 97 : 1) {
        const faults = await audit(new Map(whole).set(path, flipped(bytes, at)));
        expect(faults).toHaveLength(1);
        expect(faults[0]).toContain(path);
        expect(faults[0]).toContain(`hash ${Math.floor(at / 32)}, bytes ${Math.floor(at / 32) * 32} to `);
      }
    }
  });

  test('every single byte of a small log that is flipped is named', async () => {
    const few = memoryLog(entries.slice(0, 20));
    const small = signed({ size: 20, root: few.root });
    expect([...few.files].map(([path, { length }]) => [path, length]).sort()).toEqual([
      ['tile/0/000.p/20', 640],
      ['tile/entries/000.p/20', 7720],
    ]);
    for (const [path, bytes] of few.files) {
      for (let at = 0; at < bytes.length; at += 1) {
        const faults = await audit(new Map(few.files).set(path, flipped(bytes, at)), [], small);
        if (!faults.some((fault) => fault.includes(path))) expect([path, at, faults]).toBe('named');
      }
    }
  });

  test('any byte of any bundle of entries that is flipped is named', async () => {
    const random = generator(7);
    for (const [path, bytes] of whole) {
      if (!path.includes('entries')) continue;
      const places = [
        0,
        1,
        2,
        385,
        386,
        387,
        bytes.length - 1,
        ...seeds(0, 20).map(() => Math.floor(random() * bytes.length)),
      ];
      for (const at of places) {
        const faults = await audit(new Map(whole).set(path, flipped(bytes, at)));
        expect(faults.join()).toContain(path);
        if (at % 386 > 1) expect(faults.join()).toMatch(new RegExp(`leaf ${leafAt(path, at)} was changed`));
      }
    }
  });

  test('any byte of a signed checkpoint that is flipped, in its text or in its signatures, refuses it', () => {
    const note = Buffer.from(signCheckpoint({ size, root: checkpoint.root }, [testSigner]));
    expect(openCheckpoint(note.toString(), [testSigner])).toMatchObject({ ok: true, value: { size } });
    const taken: unknown[] = [];
    for (let at = 0; at < note.length; at += 1) {
      for (let bit = 0; bit < 8; bit += 1) {
        const changed = Buffer.from(note);
        changed[at] = (changed[at] ?? 0) ^ (1 << bit);
        if (openCheckpoint(changed.toString(), [testSigner]).ok) taken.push([at, bit, changed.toString()]);
      }
    }
    expect(taken).toEqual([]);
  });

  test('a tile or bundle that is cut, longer or missing is named', async () => {
    for (const [path, bytes] of whole) {
      const without = new Map(whole);
      without.delete(path);
      expect((await audit(without)).join()).toContain(`${path} is missing`);
      const longer = new Map(whole).set(path, Buffer.concat([bytes, Buffer.alloc(32)]));
      for (const files of [new Map(whole).set(path, bytes.subarray(0, -1)), longer])
        expect((await audit(files)).join()).toContain(path);
    }
  });

  test('a leaf that was dropped, inserted or swapped is named as such', async () => {
    const path = 'tile/entries/001';
    const dropped = withBundle(path, (list) => list.toSpliced(10, 1));
    expect(await audit(dropped)).toEqual([`${path} must hold 256 entries, holds 255`, `${path}: leaf 266 was dropped`]);
    const inserted = withBundle(path, (list) => list.toSpliced(10, 0, Buffer.from('forged')).slice(0, 256));
    expect(await audit(inserted)).toEqual([`${path}: an extra leaf was inserted at 266`]);
    const swapped = withBundle(path, (list) => list.with(10, list[99] ?? noEntry).with(99, list[10] ?? noEntry));
    expect(await audit(swapped)).toEqual([`${path}: leaves 266 and 355 were swapped`]);
    const changed = withBundle(path, (list) => list.with(10, Buffer.alloc(384)));
    expect(await audit(changed)).toEqual([`${path}: leaf 266 was changed`]);
  });

  test('a leaf dropped, inserted or swapped everywhere at once does not fit the checkpoint any more', async () => {
    const [one, other] = [entries[5] ?? Buffer.alloc(0), entries[500] ?? Buffer.alloc(0)];
    const rewritten = [
      [...entries.toSpliced(5, 1), Buffer.from('filled up')],
      entries.toSpliced(5, 0, Buffer.from('forged')).slice(0, size),
      entries.with(5, other).with(500, one),
    ];
    for (const forged of rewritten) {
      const seen = [
        { size: 4, root: memoryLog(entries.slice(0, 4)).root },
        { size: 9, root: memoryLog(entries.slice(0, 9)).root },
      ];
      const faults = await audit(memoryLog(forged).files, seen);
      expect(faults[0]).toContain('the log was rewritten');
      expect(faults.join()).toContain('were changed before leaf 9');
      expect(faults.join()).not.toContain('before leaf 4');
    }
  });

  test('a fork after n, signed by the log itself, is found by a checkpoint that was seen before', async () => {
    const honest = { size: 300, root: memoryLog(entries.slice(0, 300)).root };
    const before = { size: 200, root: memoryLog(entries.slice(0, 200)).root };
    const forked = memoryLog(entries.map((entry, index) => (index < 250 ? entry : Buffer.from(`forged ${index}`))));
    const faults = await audit(forked.files, [before, honest], signed({ size, root: forked.root }));
    expect(faults).toEqual(['the log was forked before leaf 300: a checkpoint of that size does not lie on it']);
    expect(await audit(forked.files, [before], signed({ size, root: forked.root }))).toEqual([]);
    const other = { size, root: Buffer.alloc(32, 1) };
    expect(await audit(whole, [other])).toEqual([
      `the log was forked before leaf ${size}: a checkpoint of that size does not lie on it`,
    ]);
  });

  test('an old checkpoint that is replayed is found by a newer one that was seen before', async () => {
    const old = signed({ size: 300, root: memoryLog(entries.slice(0, 300)).root });
    const files = new Map([...whole, ...memoryLog(entries.slice(0, 300)).files]);
    expect(await audit(files, [], old)).toEqual([]);
    expect(await audit(files, [checkpoint], old)).toEqual([
      'the checkpoint is an old one: its size is 300, one of size 600 was signed after it',
    ]);
  });
});

describe('a table that was tampered with', () => {
  test('rolled back is noticed before anything is built on it, and again once it grew past what was published', async () => {
    await using log = diskLog();
    await log.grow(seeds(0, 40));
    const file = join(log.folder, 'basegrid.sqlite');
    const backup = new DatabaseSync(file);
    backup.exec(`VACUUM INTO '${join(log.folder, 'old.sqlite')}'`);
    backup.close();
    await log.grow(seeds(40, 70));
    const rolled = join(log.folder, 'rolled');
    openSqliteStore(rolled, () => 0).close();
    copyFileSync(join(log.folder, 'old.sqlite'), join(rolled, 'basegrid.sqlite'));
    cpSync(join(log.folder, 'evidence'), join(rolled, 'evidence'), { recursive: true });
    const store = openSqliteStore(rolled, () => 0);
    const parts = { evidence: store.evidence, tiles: store.tiles, signers: [testSigner] };
    const state = 'its table stands at checkpoint 40, one of size 70 was published, so the table was rolled back';
    await expect(advanceLog(parts)).rejects.toThrow(state);
    await store.evidence.charge({ spends: [], leaves: seeds(200, 290).map(queryLeaf) });
    await expect(advanceLog(parts)).rejects.toThrow(state);
    await store.close();
  });

  test('a tile at the edge that was changed stops the sequencer: nothing is signed on top of it', async () => {
    await using log = diskLog();
    await log.grow(seeds(0, 300));
    for (const [turn, path] of ['tile/0/001.p/44', 'tile/1/000.p/1', 'tile/entries/001.p/44'].entries()) {
      const bytes = (await log.store.tiles.get(path)) ?? new Uint8Array();
      await log.store.tiles.put(path, flipped(bytes, bytes.length - 3));
      await expect(log.grow([1000 + turn])).rejects.toThrow('Cannot go on with the evidence log');
      await log.store.tiles.put(path, bytes);
    }
    expect(await log.grow([2000])).toMatchObject({ size: 304 });
  });
});

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}

function leafAt(path: string, at: number): number {
  return Number(/(\d{3})(\.p|$)/.exec(path)?.[1]) * 256 + Math.floor(at / 386);
}

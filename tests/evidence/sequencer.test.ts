import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { advanceLog } from '../../functions/evidence/advance-log.ts';
import type { LogParts } from '../../functions/evidence/log-parts.ts';
import { auditLog } from '../../schema/evidence/audit-log.ts';
import { headOf, openCheckpoint } from '../../schema/evidence/checkpoint.ts';
import { decodeEntries } from '../../schema/evidence/entry-bundle.ts';
import { entriesSource, tableSource, tilesSource } from '../../schema/evidence/leaf-source.ts';
import { createSigner } from '../../schema/evidence/signed-note.ts';
import { tileOf, tilePath } from '../../schema/evidence/tile-path.ts';
import { generator } from '../geometry/synthetic-partition.ts';
import { aroundCalls, type DiskLog, diskLog, queryLeaf, seeds, testSigner } from './log-on-disk.ts';

const child = fileURLToPath(new URL('./sequencer-child.ts', import.meta.url));

test('a log grows by any number of leaves at a time, and every checkpoint lies on it', async () => {
  await using log = diskLog();
  let next = 0;
  for (const count of [1, 1, 253, 1, 1, 300, 7, 1000]) {
    expect(await log.grow(seeds(next, next + count))).toMatchObject({ size: next + count });
    next += count;
  }
  await expectWhole(log, next);
  expect(checkpointsOf(log).map(({ size }) => size)).toEqual([1, 2, 255, 256, 257, 557, 564, 1564]);
});

test('an empty log has no checkpoint, and nothing new makes none', async () => {
  await using log = diskLog();
  expect(await advanceLog(log.parts)).toBe(null);
  const first = await log.grow(seeds(0, 3));
  expect(await advanceLog(log.parts)).toEqual(first);
  expect(checkpointsOf(log)).toHaveLength(1);
});

test('a sequencer that dies at any of its steps leaves a log that the next one completes', async () => {
  await using log = diskLog();
  let appended = 0;
  let finished = 0;
  for (let steps = 1; finished < 3; steps = steps % 23 === 0 ? 1 : steps + 1) {
    const leaves = seeds(appended, appended + 70).map(queryLeaf);
    await log.store.evidence.charge({ spends: [], leaves });
    appended += leaves.length;
    const outcome = await advanceLog(dying(log.parts, steps)).catch(() => 'died');
    if (outcome !== 'died' && steps > 12) finished += 1;
    if (steps % 5 === 0) await expectWhole(log, appended);
  }
  await expectWhole(log, appended);
});

test('two sequencers at once make one log', async () => {
  await using log = diskLog();
  for (let round = 0; round < 12; round += 1) {
    const leaves = seeds(round * 90, round * 90 + 90).map(queryLeaf);
    await log.store.evidence.charge({ spends: [], leaves });
    await Promise.all([advanceLog(log.parts), advanceLog(log.parts), advanceLog(log.parts)]);
  }
  await expectWhole(log, 12 * 90);
});

/** Calls of the store that every run with new leaves makes at least; most make more. */
const callsOfARun = 14;
const moments = ['before', 'within', 'behind'] as const;

test('a sequencer killed at 50 random moments of its work loses no leaf, writes none twice, and never changes their order', async () => {
  await using log = diskLog();
  const random = generator(11);
  const killed: string[] = [];
  let appended = 0;
  for (let kill = 0; kill < 50; kill += 1) {
    const leaves = seeds(appended, appended + 20 + Math.floor(random() * 60)).map(queryLeaf);
    await log.store.evidence.charge({ spends: [], leaves });
    appended += leaves.length;
    const call = 1 + Math.floor(random() * callsOfARun);
    const moment = moments[Math.floor(random() * 3)] ?? 'before';
    const stdio = ['ignore', 'ignore', 'inherit'] as const;
    const [code, signal] = await once(
      spawn(process.execPath, [child, log.folder, `${call}`, moment], { stdio: [...stdio] }),
      'exit',
    );
    expect([code, signal]).toEqual(signal === null ? [0, null] : [null, 'SIGKILL']);
    if (signal !== null) killed.push(`${moment} call ${call}`);
  }
  expect(killed.length).toBeGreaterThanOrEqual(40);
  expect(new Set(killed).size).toBeGreaterThan(20);
  await expectWhole(log, appended);
}, 360_000);

test('a clock that goes backwards changes nothing: leaves follow each other as they came', async () => {
  await using log = diskLog();
  await log.grow([500, 400, 300]);
  await log.grow([200, 100]);
  const read = log.store.tiles.get;
  const bundle = decodeEntries((await read(tilePath(tileOf('entries', 0, 5)))) ?? new Uint8Array());
  const texts = bundle.ok ? bundle.value.map((entry) => Buffer.from(entry).toString().trim()) : [];
  expect(texts).toEqual([500, 400, 300, 200, 100].map((seed) => queryLeaf(seed).leaf));
  await expectWhole(log, 5);
});

test('after a change of keys old and new key verify, and then the new one alone', async () => {
  await using log = diskLog();
  await log.grow(seeds(0, 5));
  const next = createSigner(testSigner.name, Buffer.alloc(32, 10));
  await log.store.evidence.charge({ spends: [], leaves: [queryLeaf(10)] });
  const both = await advanceLog({ ...log.parts, signers: [next, testSigner] });
  for (const key of [next, testSigner]) expect(openCheckpoint(both?.note ?? '', [key])).toMatchObject({ ok: true });
  await log.store.evidence.charge({ spends: [], leaves: [queryLeaf(11)] });
  const alone = await advanceLog({ ...log.parts, signers: [next] });
  expect(openCheckpoint(alone?.note ?? '', [next])).toMatchObject({ ok: true, value: { size: 7 } });
  expect(openCheckpoint(alone?.note ?? '', [testSigner]).ok).toBe(false);
});

/** Parts of a process that dies after so many steps: nothing works any more. */
function dying(parts: LogParts, steps: number): LogParts {
  let left = steps;
  return aroundCalls(parts, (call) => async (...of) => {
    if (left <= 0) throw new Error('dead');
    left -= 1;
    return call(...of);
  });
}

/** Brings the log up to date and reads all of it: tiles, bundles and table agree, each leaf is there once, all checkpoints lie on it. */
async function expectWhole(log: DiskLog, size: number): Promise<void> {
  const stored = await advanceLog(log.parts);
  const checkpoint = openCheckpoint(stored?.note ?? '', [testSigner]);
  if (!checkpoint.ok) throw new Error(checkpoint.reason);
  expect(checkpoint.value.size).toBe(size);
  const { evidence, tiles } = log.store;
  const sources = [entriesSource(tiles.get), tilesSource(tiles.get), tableSource(evidence.run)];
  const seen = checkpointsOf(log);
  expect(await auditLog({ checkpoint: checkpoint.value, sources, read: tiles.get, seen })).toEqual([]);
  const found = new Set<string>();
  for (let start = 0; start < size; start += 256) {
    const bundle = decodeEntries((await tiles.get(tilePath(tileOf('entries', start, size)))) ?? new Uint8Array());
    for (const entry of bundle.ok ? bundle.value : []) found.add(Buffer.from(entry).toString());
  }
  expect(found.size).toBe(size);
}

/** Every checkpoint that was ever signed. */
function checkpointsOf({ folder }: DiskLog) {
  const kept = join(folder, 'evidence', 'checkpoints');
  return readdirSync(kept)
    .filter((name) => !name.endsWith('.draft'))
    .map((name) => headOf(readFileSync(join(kept, name), 'utf8')));
}

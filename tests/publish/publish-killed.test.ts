import { once } from 'node:events';
import { cpSync, createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import { publish } from '../../functions/publish/publish.ts';
import { publishDefaults } from '../../functions/publish/publish-request.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import { day } from '../builders/publication-case.ts';
import { buildings, csv, house } from '../builders/publication-city.ts';
import { dice } from '../builders/publication-history.ts';
import { answerOf, answersUntilGone } from '../harness/answers-until-gone.ts';
import { killedAt, runPublishing, servedAt, startPublishing, startServing } from '../harness/publishing-command.ts';
import { publishingStore, rootsOf } from '../harness/publishing-store.ts';

const kills = 20;
const many = buildings.flatMap(({ code }) => Array.from({ length: 500 }, (_, index) => house(code ?? '', index + 1)));
const changed = many.map((row, index) => ({
  ...row,
  building: buildings[(index * 7) % 6]?.code ?? '',
  room: `${index}`,
  floorArea: `${40 + (index % 90)}`,
  rented: `${index % 2 === 0}`,
}));
/** A publisher that stands still before or behind a write to its store (a row or a commit), and tells how many it made. */
const heldAt = (write: number, moment: 'before' | 'behind') => ({
  NODE_OPTIONS: `--import=${new URL('../harness/held-at-write.ts', import.meta.url)}`,
  BASEGRID_HELD_AT: `${write} ${moment}`,
});

test('publisher and server, each killed at any of 20 moments; run again, it ends as if both had been left alone', async ({
  annotate,
}) => {
  await using city = publishingStore();
  await city.publishCity();
  await city.publish('HOUSES', csv('houses', many), { allowRetirements: true });
  const folder = mkdtempSync(join(tmpdir(), 'basegrid-killed-'));
  const file = join(folder, 'houses.csv');
  writeFileSync(file, csv('houses', changed));
  const words = ['--register', 'houses', file, '--json', '--effective', '2026-01-01'];
  const copy = (name: string): string => {
    cpSync(join(city.folder, 'data'), join(folder, name), { recursive: true });
    return join(folder, name);
  };
  const before = await rootsOf(city.store);
  const whole = copy('whole');
  const blocksBefore = blocksIn(whole);
  const startedAt = performance.now();
  const { status, stderr } = await runPublishing(whole, words, heldAt(0, 'before'));
  const duration = performance.now() - startedAt;
  const writes = Number(/^(\d+) writes\n$/.exec(stderr)?.[1]);
  expect([status, writes > kills]).toEqual([0, true]);
  const wanted = await rootsIn(whole);
  expect(wanted).not.toEqual(before);

  const draw = dice(20_260_101);
  const moment = () => (duration * (250 + draw(1_750))) / 1_000;
  const delays = Array.from({ length: kills }, () => ({ publisher: moment(), server: moment() }));
  const kept = { interrupted: 0, inTheAct: 0, answers: 0 };
  const killAndRerun = async (delay: (typeof delays)[number], index: number): Promise<void> => {
    const data = copy(`killed-${index}`);
    const server = startServing(data);
    const url = await servedAt(server);
    await answerOf(url, many.length); // it has answered before anything is killed
    const answers = answersUntilGone(url, many.length);
    // Every other publisher is killed by the clock, wherever that finds it; the others where they stand still, at writes from first to last.
    const isHeld = index % 2 === 1;
    const write = 1 + Math.floor(((writes - 1) * (index - 1)) / (kills - 2));
    const held = isHeld ? heldAt(write, index % 4 === 1 ? 'before' : 'behind') : {};
    const child = startPublishing(data, words, { TMPDIR: folder, ...held });
    if (isHeld) {
      await once(child.stderr, 'data');
      await answerOf(url, many.length); // in the middle of a publication
    }
    await Promise.all([
      killedAt(server, isHeld ? Promise.resolve() : sleep(delay.server)),
      killedAt(child, isHeld ? Promise.resolve() : sleep(delay.publisher)),
    ]);
    expect(server.signalCode).toBe('SIGKILL'); // it never ended by itself
    if (isHeld) expect(child.signalCode).toBe('SIGKILL');
    kept.answers += await answers;
    const written = blocksIn(data);
    const left = await rootsIn(data);
    kept.interrupted += child.signalCode === 'SIGKILL' ? 1 : 0;
    kept.inTheAct += written > blocksBefore && isDeepStrictEqual(left, before) ? 1 : 0;
    expect([before, wanted]).toContainEqual(left); // all at once or not at all
    await publishAgain(data, file);
    expect(await rootsIn(data)).toEqual(wanted);
    rmSync(data, { recursive: true });
  };
  const lane = async (start: number): Promise<void> => {
    for (let index = start; index < kills; index += 2)
      await killAndRerun(delays[index] ?? { publisher: 0, server: 0 }, index);
  };
  await Promise.all([lane(0), lane(1)]);
  await annotate(`of ${kills} kills, ${writes} writes: ${JSON.stringify(kept)}`);
  expect(kept.inTheAct).toBeGreaterThan(1); // by those that are held: what the clock finds is left to it
  rmSync(folder, { recursive: true });
}, 480_000);

function blocksIn(data: string): number {
  const database = new DatabaseSync(join(data, 'basegrid.sqlite'), { timeout: 20_000 });
  try {
    const counted = database
      .prepare('SELECT (SELECT count(*) FROM open_blocks) + (SELECT count(*) FROM restricted_blocks) AS blocks')
      .get();
    return Number(counted?.blocks);
  } finally {
    database.close();
  }
}

/** The rerun, in this process: the store is one that a killed process left. */
async function publishAgain(data: string, file: string): Promise<void> {
  const now = () => Date.UTC(2026, 0, 3);
  const store = openSqliteStore(data, now);
  const request = {
    ...publishDefaults,
    register: 'HOUSES',
    bytes: createReadStream(file),
    name: file,
    folder: data,
    now,
  } as const;
  expect((await publish({ ...request, effective: day('2026-01-01') }, store)).published).toBe(true);
  await store.close();
}

async function rootsIn(data: string): Promise<unknown> {
  const store = openSqliteStore(data, () => Date.UTC(2026, 0, 2));
  const roots = await rootsOf(store);
  await store.close();
  return roots;
}

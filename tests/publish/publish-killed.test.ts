import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, createReadStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { publish } from '../../functions/publish/publish.ts';
import { publishDefaults } from '../../functions/publish/publish-request.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import { day } from '../builders/publication-case.ts';
import { buildings, csv, house } from '../builders/publication-city.ts';
import { dice } from '../builders/publication-history.ts';
import { runPublishing, startPublishing, startServing } from '../harness/publishing-command.ts';
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

test('publisher and server, each killed at any of 20 moments; run again, it ends as if both had been left alone', async () => {
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
  const startedAt = performance.now();
  const whole = copy('whole');
  expect((await runPublishing(whole, words)).status).toBe(0);
  const duration = performance.now() - startedAt;
  const wanted = await rootsIn(whole);
  expect(wanted).not.toEqual(before);

  const draw = dice(20_260_101);
  const moment = () => (duration * (250 + draw(800))) / 1_000;
  const delays = Array.from({ length: kills }, () => ({ publisher: moment(), server: moment() }));
  let interrupted = 0;
  const killAndRerun = async (delay: { publisher: number; server: number }, index: number): Promise<void> => {
    const data = copy(`killed-${index}`);
    const server = startServing(data);
    const child = startPublishing(data, words, { TMPDIR: folder });
    await Promise.all([killed(child, delay.publisher), killed(server, delay.server)]);
    expect(server.signalCode).toBe('SIGKILL'); // it never ended by itself
    const left = await rootsIn(data);
    if (child.signalCode === 'SIGKILL') interrupted += 1;
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
  expect(interrupted).toBeGreaterThan(kills / 4);
  rmSync(folder, { recursive: true });
}, 120_000);

async function killed(child: ChildProcess, delay: number): Promise<void> {
  const ended = once(child, 'exit');
  await Promise.race([sleep(delay), ended]);
  child.kill('SIGKILL');
  await ended;
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

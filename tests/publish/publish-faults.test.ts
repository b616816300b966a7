import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PublicationStore } from '../../functions/publish/publish.ts';
import type { NamedBlock, Store } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import type { PublicationReport } from '../../schema/publication/finding.ts';
import { building, buildings, csv, divisions, geojson, grids, houses } from '../builders/publication-city.ts';
import { outcomeOf, runPublishing, startPublishingOnFullDisk } from '../harness/publishing-command.ts';
import { newest, publishingStore, rootsOf, rowsIn } from '../harness/publishing-store.ts';

const rooms = (mark: string): string =>
  csv(
    'houses',
    houses.map((row) => ({ ...row, room: `${row.room}${mark}` })),
  );
/** A file that changes every house, its orders and all classes. */
const everything = csv(
  'houses',
  houses.map((row, index) => ({
    ...row,
    building: buildings[(index + 1) % 6]?.code ?? '',
    floorArea: `${80 + index}`,
    rented: 'true',
  })),
);

describe('a store that fails', () => {
  test('at whichever write, leaves the old edition, nothing running, and a rerun that ends as if nothing had been', async () => {
    await using whole = publishingStore();
    await whole.publishCity();
    await whole.publish('HOUSES', everything);
    const wanted = await rootsOf(whole.store);
    let failures = 0;
    for (let failing = 0; ; failing += 1) {
      const fault = { at: Number.POSITIVE_INFINITY, running: 0 };
      await using city = publishingStore((store) => failingStore(store, fault));
      await city.publishCity();
      const before = await newest(city.store);
      fault.at = failing;
      const error = await city.publish('HOUSES', everything).then(
        () => null,
        (reason: unknown) => reason,
      );
      fault.at = Number.POSITIVE_INFINITY;
      if (error === null) break;
      failures += 1;
      expect(String(error)).toContain('disk is full');
      expect(fault.running).toBe(0);
      expect(await newest(city.store)).toEqual(before);
      expect(await rowsIn(city.store, 'HOUSES')).toHaveLength(24);
      await city.publish('HOUSES', everything);
      expect(await rootsOf(city.store)).toEqual(wanted);
      expect(readdirSync(city.folder)).toEqual(['data']);
    }
    expect(failures).toBeGreaterThan(4); // blocks of three classes, the report, the edition
  });
});

test.skipIf(process.platform === 'win32')(
  'a disk that is full ends a publication with its place in one line; a rerun ends as if nothing had been',
  async () => {
    await using whole = publishingStore();
    await whole.publishCity();
    await whole.publish('HOUSES', everything);
    await using city = publishingStore();
    await city.publishCity();
    const [data, file] = [join(city.folder, 'data'), join(city.folder, 'houses.csv')];
    writeFileSync(file, everything);
    const before = await newest(city.store);
    const words = ['--register', 'houses', file, '--json', '--effective', '2026-01-01'];
    const full = await outcomeOf(startPublishingOnFullDisk(data, words, 40));
    expect([full.status, full.stdout]).toEqual([1, '']);
    expect(full.stderr).toBe(
      `Cannot write to store ${JSON.stringify(join(data, 'basegrid.sqlite'))}: the disk must have room, is full; what stands is whole, run it again when there is room\n`,
    );
    expect(await newest(city.store)).toEqual(before);
    expect((await runPublishing(data, words)).status).toBe(0);
    expect(await rootsOf(city.store)).toEqual(await rootsOf(whole.store));
  },
);

interface Fault {
  /** How many writes succeed before all fail. */
  at: number;
  running: number;
}

/** A real store whose disk gets full. */
function failingStore(store: Store, fault: Fault): PublicationStore {
  const write = async <Answer>(work: () => Promise<Answer>): Promise<Answer> => {
    fault.running += 1;
    try {
      await new Promise((resolve) => setTimeout(resolve, 1));
      if (fault.at <= 0) throw new Error('Cannot write: disk is full');
      fault.at -= 1;
      return await work();
    } finally {
      fault.running -= 1;
    }
  };
  return {
    blocks: {
      read: (of: FieldClass, names: readonly string[]) => store.blocks.read(of, names),
      write: (of: FieldClass, blocks: readonly NamedBlock[]) => write(() => store.blocks.write(of, blocks)),
    },
    editions: { ...store.editions, move: (move) => write(() => store.editions.move(move)) },
    objects: {
      get: (name) => store.objects.get(name),
      put: (name, bytes) => write(() => store.objects.put(name, bytes)),
    },
  };
}

describe('publications at once', () => {
  test('of different registers all succeed, and the later ones see what the earlier ones did', async () => {
    await using city = publishingStore();
    await city.publishCity();
    const moved = buildings.map((row, index) =>
      index === 0 ? { ...row, grid: grids[1]?.code ?? '', community: '440304001002' } : row,
    );
    const named = divisions.map((row) => ({ ...row, name: `${row.name}!` }));
    const reports = await Promise.all([
      city.publish('HOUSES', rooms('A')),
      city.publish('BUILDINGS', csv('buildings', [...moved, building(grids[2]?.code ?? '', 8)])),
      city.publish('DIVISIONS', csv('divisions', named)),
      city.publish('GRIDS', geojson(grids.map((grid) => ({ ...grid, name: 'X' })))),
    ]);
    expect(
      reports.map(({ published, findings }) => [published, findings.filter(({ level }) => level === 'error')]),
    ).toEqual(reports.map(() => [true, []]));
    expect(reports.map(({ edition }) => edition).sort()).toEqual([5, 6, 7, 8]);
    await using serial = publishingStore();
    await serial.publishCity();
    await serial.publish('DIVISIONS', csv('divisions', named));
    await serial.publish('GRIDS', geojson(grids.map((grid) => ({ ...grid, name: 'X' }))));
    await serial.publish('BUILDINGS', csv('buildings', [...moved, building(grids[2]?.code ?? '', 8)]));
    await serial.publish('HOUSES', rooms('A'));
    expect(await rootsOf(city.store)).toEqual(await rootsOf(serial.store));
  });

  test('of one register end as if one had come after the other, each with its own figures', async () => {
    await using city = publishingStore();
    await city.publishCity();
    const marks = ['A', 'B', 'C'];
    const reports = await Promise.all(marks.map((mark) => city.publish('HOUSES', rooms(mark))));
    expect(reports.map(({ updated, edition, findings }) => [updated, edition, findings.length]).sort()).toEqual([
      [24, 5, 0],
      [24, 6, 0],
      [24, 7, 0],
    ]);
    const order = marks.toSorted((one, other) => editionOf(one) - editionOf(other));
    function editionOf(mark: string): number {
      return reports[marks.indexOf(mark)]?.edition ?? 0;
    }
    await using serial = publishingStore();
    await serial.publishCity();
    for (const mark of order) await serial.publish('HOUSES', rooms(mark));
    expect(await rootsOf(city.store)).toEqual(await rootsOf(serial.store));
  });

  test('by processes of their own share one store, and all succeed', async () => {
    await using city = publishingStore();
    await city.publishCity();
    const files = [
      ['houses', rooms('A')],
      ['houses', rooms('B')],
      ['buildings', csv('buildings', [...buildings, building(grids[2]?.code ?? '', 8)])],
    ] as const;
    const runs = await Promise.all(
      files.map(async ([register, source], index) => {
        const file = join(city.folder, `${index}.csv`);
        writeFileSync(file, source);
        return runPublishing(join(city.folder, 'data'), ['--register', register, file, '--json']);
      }),
    );
    const reports = runs.map(({ stdout }) => JSON.parse(stdout) as PublicationReport);
    expect(runs.map(({ status }) => status)).toEqual([0, 0, 0]);
    expect(reports.map(({ edition }) => edition).sort()).toEqual([5, 6, 7]);
    expect(reports.map(({ updated, inserted }) => [updated, inserted])).toEqual([
      [24, 0],
      [24, 0],
      [0, 1],
    ]);
    const last = (reports[0]?.edition ?? 0) > (reports[1]?.edition ?? 0) ? 'A' : 'B';
    expect((await rowsIn(city.store, 'HOUSES')).every(({ room }) => String(room).endsWith(last))).toBe(true);
  });

  test('that come in between are not waited for without end', async () => {
    await using city = publishingStore((store) => ({
      ...store,
      editions: { ...store.editions, move: async () => 'behind' },
    }));
    await expect(city.publish('DIVISIONS', csv('divisions', divisions))).rejects.toThrow(
      '50 other publications came in between',
    );
  });
});

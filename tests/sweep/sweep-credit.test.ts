import { expect, test } from 'vitest';
import { readStatements } from '../../functions/credit/read-statements.ts';
import { expireCredit } from '../../functions/publish/credit/expire-credit.ts';
import { chunksOf } from '../../functions/store/chunks-of.ts';
import { sweep } from '../../functions/sweep/sweep.ts';
import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import type { CreditEdition } from '../../schema/registers/credit/credit-edition.ts';
import type { CreditRecord } from '../../schema/registers/credit/record.ts';
import { scan } from '../../schema/tree/scan.ts';
import { statement, subjects } from '../builders/credit-rows.ts';
import { creditBlocks, publishStatements } from '../harness/credit-store.ts';
import { racingSweeper } from '../harness/racing-sweeper.ts';
import { type OpenPlace, onEveryStore, type Place } from '../harness/sweep-place.ts';

onEveryStore(sweepingCredit);

const hour = 3_600_000;
const dayLong = 24 * hour;
const start = Date.parse('2026-06-01T04:00:00Z');
/** Enough for trees of several blocks. */
const standing = Array.from({ length: 300 }, (_, at) => statement(`kept-${at}`, { decidedOn: '2026-05-10' }));
const withdrawn = statement('withdrawn', { title: 'Nobody may find this' });

function sweepingCredit(open: OpenPlace): void {
  test('what no edition names that is still read leaves the store, a day after it gave way and when it is old', async () => {
    const place = await open(start);
    await publish(place, [...standing, withdrawn]);
    const before = await newest(place);
    place.clock.now += 10 * dayLong;
    await publish(place, standing);
    place.clock.now += hour;
    expect(await storedText(place)).toContain('Nobody may find this');
    expect((await sweepNow(place)).removed).toBe(0); // a reader may still be on the one before
    await expectWhole(place, before);
    place.clock.now += dayLong;
    const report = await sweepNow(place);
    expect(report.removed).toBeGreaterThan(3);
    expect(report.removed).toBe(report.found);
    await expect(expectWhole(place, before)).rejects.toThrow();
    expect(await storedText(place)).not.toContain('Nobody may find this');
    await expectWhole(place, await newest(place));
    expect(await sweepNow(place)).toMatchObject({ found: 0, removed: 0, named: report.named });
  });

  test('what a publication left that failed leaves the store too', async () => {
    const place = await open(start);
    await publish(place, standing);
    const edition = await newest(place);
    const failing = { ...place, store: { ...place.store, creditEditions: beaten(place) } };
    await expect(publish(failing, [withdrawn])).rejects.toThrow('the table is gone');
    place.clock.now += 8 * dayLong;
    expect((await sweepNow(place)).removed).toBeGreaterThan(0);
    expect(await newest(place)).toEqual(edition);
    await expectWhole(place, edition);
  });

  test('the daily run goes on from what is kept, day after day, and no more stays than the last days made', async () => {
    const place = await open(start);
    const ending = Array.from({ length: 8 }, (_, at) =>
      statement(`ending-${at}`, { decidedOn: `2025-06-0${at + 2}`, retrievedOn: '2025-06-20' }),
    );
    await publish(place, [...standing, ...ending]);
    let removed = 0;
    for (let day = 0; day < 12; day += 1) {
      place.clock.now += dayLong;
      await expireCredit({ now: () => place.clock.now, folder: place.folder }, place.store);
      removed += (await sweepNow(place)).removed;
      const edition = await newest(place);
      await expectWhole(place, edition);
      const today = shanghaiDay(place.clock.now);
      const shown = await readStatements([subjects.company], {
        ...{ edition, today, blocks: place.store.blocks, whole: false },
      });
      expect(shown.get(subjects.company)?.length).toBe(standing.length + Math.max(0, ending.length - day - 1));
    }
    expect(removed).toBeGreaterThan(10);
    place.clock.now += 4 * dayLong;
    const { named } = await sweepNow(place);
    expect(await storedNames(place)).toHaveLength(named);
  });

  test('a publication that builds what lies there keeps it, at whichever moment of the sweep it comes', async () => {
    for (const moment of ['between reading and removing', 'while it is removed'] as const) {
      const place = await open(start);
      const both = [...standing, withdrawn];
      await publish(place, both);
      await publish(place, standing);
      place.clock.now += 30 * dayLong;
      let published = 0;
      const race = async (now: typeof moment) => {
        if (now === moment && published++ === 0) await publish(place, both);
      };
      const racing = racingSweeper(place.store, race);
      const report = await sweep({ ...place.store, sweeper: racing }, { now: place.clock.now, days: 2 });
      expect(published).toBeGreaterThan(0);
      if (moment === 'while it is removed') expect(report.found).toBeGreaterThan(report.removed);
      await expectWhole(place, await newest(place));
    }
  });
}

/** The line of credit editions, failing whoever wants to move it. */
function beaten({ store }: Place): Place['store']['creditEditions'] {
  const { creditEditions } = store;
  return {
    latest: () => creditEditions.latest(),
    get: (number) => creditEditions.get(number),
    move: async () => {
      throw new Error('the table is gone');
    },
  };
}

async function publish({ store, clock }: Place, records: readonly CreditRecord[]): Promise<void> {
  clock.now += 2_000;
  await publishStatements(store, records, clock.now);
}

async function newest({ store }: Place): Promise<CreditEdition> {
  const edition = await store.creditEditions.latest();
  if (edition === null) throw new Error('Cannot find a credit edition: there is none');
  return edition;
}

function sweepNow({ store, clock }: Place) {
  return sweep(store, { now: clock.now, days: 2 });
}

function rootsOf({ statements, subjects: bySubject, turns, waiting, publicity }: CreditEdition) {
  return [statements, bySubject, turns, waiting, ...publicity.map(({ root }) => root)];
}

/** Every tree of an edition is there. */
async function expectWhole({ store }: Place, edition: CreditEdition): Promise<void> {
  let entries = 0;
  for (const root of rootsOf(edition)) for await (const _ of scan(root, {}, creditBlocks(store))) entries += 1;
  expect(entries).toBeGreaterThan(standing.length);
}

async function storedNames({ store }: Place): Promise<string[]> {
  const names: string[] = [];
  for await (const batch of store.sweeper.untouched(Number.MAX_SAFE_INTEGER))
    if (batch.blockClass === 'credit') names.push(...batch.names);
  return names;
}

/** All bytes that are stored of credit statements. */
async function storedText(place: Place): Promise<string> {
  const texts: string[] = [];
  for (const names of chunksOf(await storedNames(place), 50))
    for (const bytes of (await place.store.blocks.read('credit', names)).values())
      texts.push(Buffer.from(bytes).toString());
  return texts.join('\n');
}

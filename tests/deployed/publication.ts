import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { houseRows } from '../builders/city-rows.ts';
import { largeHouses, sealedWords } from '../builders/large-houses.ts';
import { day } from '../builders/publication-case.ts';
import { story, storyEditions } from '../builders/sample-editions.ts';
import { storyWithEntities } from '../builders/story-entities.ts';
import { lastFile, type StoryFile, storyFiles } from '../builders/story-files.ts';
import { storyEffective } from '../harness/deployed-place.ts';
import type { Deployment } from '../harness/deployment.ts';
import { foretold } from '../harness/foretold.ts';
import { newest, publishingStore, rootsOf } from '../harness/publishing-store.ts';
import { shown } from '../harness/shown.ts';
import { workObjects } from './work-objects.ts';

const files = storyFiles(storyWithEntities());

/** Uploads of every kind into a deployment that holds the story. */
export function publicationSuite(deployment: () => Deployment): void {
  test('the cloud makes the same roots as this machine from the same files', async () => {
    await using here = publishingStore();
    for (const { register, name, text } of files) await here.publish(register, text, { name });
    expect(await rootsOf(deployment().store)).toEqual(await rootsOf(here.store));
  });

  test('the same file twice changes nothing, and says so', async () => {
    const report = await deployment().publish('HOUSES', fileOf('HOUSES'), storyEffective);
    expect(report).toMatchObject({ refused: false, inserted: 0, updated: 0, retired: 0, blocksWritten: 0 });
  });

  const whole = Buffer.from(fileOf('HOUSES').text);
  const zipped = gzipSync(whole);
  test.each([
    ['a gzip that ends in the middle', 'houses/cut.csv.gz', zipped.subarray(0, zipped.length / 2), {}],
    ['a file that ends within a quote', 'houses/quote.csv', Buffer.concat([whole, Buffer.from('"440304')]), {}],
    ['rows that cannot be read', 'houses/rows.csv', Buffer.from(fileOf('HOUSES').text.replaceAll('4403040', 'x')), {}],
    ['an empty object', 'houses/empty.csv', Buffer.alloc(0), {}],
    ['a gzip of no bytes', 'houses/empty.csv.gz', Buffer.alloc(0), {}],
    ['a gzip of nothing', 'houses/nothing.csv.gz', gzipSync(''), {}],
    ['a register that is none', 'streets/streets.csv', whole, {}],
    ['a district that is none', 'houses/district.csv', whole, { district: '44' }],
    ['a date that is none', 'houses/date.csv', whole, { effective: '2026-02-30' }],
  ])('%s is refused with a report, and the old edition goes on serving', async (_what, place, bytes, metadata) => {
    const { store, upload, reportOf } = deployment();
    const before = await newest(store);
    await upload(place, bytes, metadata);
    const report = await reportOf(place);
    expect(report).toMatchObject({ refused: true, published: false });
    expect(report.findings.length).toBeGreaterThan(0);
    expect(await newest(store)).toEqual(before);
    expect(await roomOf(deployment(), story.corrected)).toBe('901');
  });

  test('two uploads at once, of two registers, are both published, each in an edition of its own', async () => {
    const { store, publish } = deployment();
    const before = await newest(store);
    const grids = fileOf('GRIDS').text.replace('"Grid 0-0"', '"Grid renamed"');
    const rooms = fileOf('HOUSES').text.replace(',901,', ',902,');
    const reports = await Promise.all([
      publish('GRIDS', { name: 'grids.geojson', text: grids }, storyEffective),
      publish('HOUSES', { name: 'houses.csv', text: rooms }, storyEffective),
    ]);
    expect(reports.map(({ published, updated }) => [published, updated])).toEqual([
      [true, 1],
      [true, 1],
    ]);
    expect(new Set(reports.map(({ edition }) => edition))).toEqual(new Set([before.number + 1, before.number + 2]));
    expect(await roomOf(deployment(), story.corrected)).toBe('902');
  });

  test('two uploads at once, of one register, leave one of them standing whole, never a mixture', async () => {
    const { store, publish } = deployment();
    const before = await newest(store);
    const floor = (number: number) =>
      fileOf('HOUSES').text.replaceAll(/(,\d{3},)\d+(,[A-Z]+,)/g, (_, room, use) => `${room}${number}${use}`);
    const reports = await Promise.all(
      [41, 42].map((number) => publish('HOUSES', { name: `floor-${number}.csv`, text: floor(number) }, storyEffective)),
    );
    expect(reports.map(({ published }) => published)).toEqual([true, true]);
    expect((await newest(store)).number).toBe(before.number + 2);
    const { houses } = await shown(deployment(), '{ houses(first: 1000) { nodes { floor } } }');
    const floors: { floor: number }[] = houses.nodes;
    expect(floors.length).toBeGreaterThan(houseRows().length - 5);
    expect(new Set(floors.map((node) => node.floor)).size).toBe(1);
  });

  test('a file of several parts goes through all steps, and makes the roots that it makes on this machine', async () => {
    const { store, publish } = deployment();
    const text = fileOf('HOUSES').text.replaceAll(/(,\d{3},)\d+(,[A-Z]+,)/g, (_, room, use) => `${room}43${use}`);
    const file = largeHouses({ ...fileOf('HOUSES'), name: 'parts.csv', text }, 43);
    const wanted = await foretold(store, { ...file, effective: day('2026-01-01') });
    const report = await publish('HOUSES', file, storyEffective);
    expect(report).toEqual({ ...wanted.report, durationMs: report.durationMs });
    expect(await rootsOf(store)).toEqual(wanted.roots);
  });

  test('the bucket of work holds nothing that is sealed, of what was published or refused', async () => {
    const objects = await workObjects(deployment().config);
    expect(objects.filter(({ name }) => name.includes('/parts/')).length).toBeGreaterThan(1);
    for (const { name, text } of objects) {
      expect([name, text.includes(sealedWords.ownerName), text.includes(sealedWords.ownerId)]).toEqual([
        name,
        false,
        false,
      ]);
    }
  });
}

function fileOf(register: string): StoryFile {
  return lastFile(storyEditions(), register);
}

async function roomOf(place: Deployment, code: string): Promise<string> {
  return (await shown(place, `{ house(code: "${code}") { room } }`)).house.room;
}

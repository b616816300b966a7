import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type RollBackReport, rollBack } from '../../functions/publish/roll-back.ts';
import { parseRollBackPlace, rollBackTarget } from '../../functions/publish/roll-back-target.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import {
  buildings,
  type CellsOfRow,
  csv,
  geojson,
  grids,
  house,
  houses,
  square,
} from '../builders/publication-city.ts';
import { ask } from '../harness/ask.ts';
import { cityOfEachTest } from '../harness/city-of-each-test.ts';
import { newest, rootsOf } from '../harness/publishing-store.ts';
import { projectFolder } from '../laws/source-files.ts';

const city = cityOfEachTest();

async function goBack(register: RegisterName, to: string, dryRun = false): Promise<RollBackReport> {
  const place = parseRollBackPlace(to);
  const target = place && (await rollBackTarget(register, place, city.store.editions));
  if (target === null) throw new Error(`Cannot find ${register} ${to}`);
  return rollBack({ register, target, dryRun, now: () => Date.UTC(2026, 0, 2) }, city.store);
}

/** Roots of one register in every line. */
async function treesOf(register: RegisterName) {
  const lines = await Promise.all(tiers.map((tier) => newest(city.store, tier)));
  return lines.map(({ registers }) => registers[register]?.trees);
}

const numbers = async () => Promise.all(tiers.map(async (tier) => (await newest(city.store, tier)).number));
const edited = (rows: readonly CellsOfRow[], changed: { readonly [place: number]: CellsOfRow }) =>
  rows.map((row, place) => ({ ...row, ...changed[place] }));

async function feedOf(tier: Tier, since: number) {
  const { data, errors } = await ask(
    { city: city.store, tier },
    `{ changes(register: HOUSES, since: ${since}, first: 100) { totalCount
       nodes { seq kind key fields before { ... on House { room } } after { ... on House { room } } } } }`,
  );
  expect(errors).toEqual([]);
  return data.changes;
}

const [first] = houses.map(({ code }) => code);
const added = house(buildings[0]?.code ?? '', 9);

test('the old roots stand again under a new number, and the feed tells of the way there and back', async () => {
  const before = await treesOf('HOUSES');
  await city.publish(
    'HOUSES',
    csv('houses', [...edited(houses, { 0: { room: '909' }, 1: { floorArea: '80' } }), added]),
  );
  const between = await numbers();
  const known = await city.store.evidence.sequence(100);
  const report = await goBack('HOUSES', '1');
  expect(report).toMatchObject({ published: true, refused: false, edition: 6, seq: 3, to: { seq: 1, edition: 4 } });
  // An area of 80 is in the band of 75.5: only who may read areas sees it change.
  expect(report.changes).toEqual({ PUBLIC: 2, REGISTERED: 2, ENTERPRISE: 3, GOVERNMENT: 3 });
  expect(await treesOf('HOUSES')).toEqual(before);
  expect(await numbers()).toEqual(between.map((number) => number + 1));
  expect(await city.store.evidence.sequence(100)).toBe(1);
  const [leaf] = await city.store.evidence.run(known);
  expect(JSON.parse(leaf?.leaf ?? '').open).toMatchObject({ register: 'HOUSES', edition: 6, seq: 3, changes: 2 });
  for (const tier of tiers) {
    const { totalCount, nodes } = await feedOf(tier, 1);
    const each = report.changes[tier];
    expect([totalCount, nodes.length]).toEqual([2 * each, 2 * each]);
    const told = nodes.map(({ seq, kind, key, before: was, after: is }: never) => [seq, kind, key, was, is]);
    expect(told[0]).toEqual([2, 'UPDATED', first, { room: '101' }, { room: '909' }]);
    expect(told[each]).toEqual([3, 'UPDATED', first, { room: '909' }, { room: '101' }]);
    expect(told[each - 1]).toEqual([2, 'INSERTED', added.code, null, { room: '109' }]);
    expect(told[2 * each - 1]).toEqual([3, 'RETIRED', added.code, { room: '109' }, null]);
  }
  expect(await city.publish('HOUSES', csv('houses', houses))).toMatchObject({
    unchanged: 24,
    blocksWritten: 0,
    seq: 3,
  });
});

test('a line whose trees are the same does not move, and what is restored is known from when it was first', async () => {
  await city.publish('HOUSES', csv('houses', edited(houses, { 0: { rented: 'true' } })));
  const known = `{ house(code: "${first}") { rented knownFrom history { totalCount } } }`;
  const asked = async () => (await ask({ city: city.store, tier: 'GOVERNMENT' }, known)).data.house;
  expect(await asked()).toMatchObject({
    rented: true,
    knownFrom: '2026-01-01T00:00:05.000Z',
    history: { totalCount: 2 },
  });
  const [publicBefore, , , governmentBefore] = await numbers();
  const report = await goBack('HOUSES', 'edition:4');
  expect(report.changes).toEqual({ PUBLIC: 0, REGISTERED: 0, ENTERPRISE: 0, GOVERNMENT: 1 });
  const [publicNow, , , governmentNow] = await numbers();
  expect([publicNow, governmentNow]).toEqual([publicBefore, (governmentBefore ?? 0) + 1]);
  expect(await asked()).toMatchObject({
    rented: false,
    knownFrom: '2026-01-01T00:00:04.000Z',
    history: { totalCount: 1 },
  });
  const then = `{ house(code: "${first}", knownAt: "2026-01-01T00:00:05.500Z") { rented } }`;
  expect((await ask({ city: city.store, tier: 'GOVERNMENT' }, then)).data.house).toEqual({ rented: true });
  // What is published then is superseded by numbers above all that were: nothing collides with the history that was left behind.
  await city.publish('HOUSES', csv('houses', edited(houses, { 0: { rented: 'true' } })), {
    now: () => Date.UTC(2026, 0, 3),
  });
  expect(await asked()).toMatchObject({
    rented: true,
    knownFrom: '2026-01-03T00:00:00.000Z',
    history: { totalCount: 2 },
  });
});

test('orders of others that run through the register go back with it', async () => {
  const [grid] = buildings.slice(2).map((row) => row.grid);
  const before = await rootsOf(city.store);
  const moved = edited(buildings, { 0: { grid: grid ?? '', community: grid?.slice(0, 12) ?? '' } });
  await city.publish('BUILDINGS', csv('buildings', moved));
  const houseTrees = await treesOf('HOUSES');
  await goBack('BUILDINGS', '1');
  expect(await treesOf('HOUSES')).not.toEqual(houseTrees);
  expect(JSON.stringify(await rootsOf(city.store)).replaceAll('"BUILDINGS",3', '"BUILDINGS",1')).toBe(
    JSON.stringify(before),
  );
});

test('grids go back with the tree that finds them by place', async () => {
  const before = await treesOf('GRIDS');
  const shrunk = { ...(grids[0] as (typeof grids)[number]), geometry: square(0.25) };
  await city.publish('GRIDS', geojson([shrunk, ...grids.slice(1)]));
  const between = await treesOf('GRIDS');
  expect(between[0]?.spatial).not.toEqual(before[0]?.spatial);
  expect(await goBack('GRIDS', '1')).toMatchObject({ published: true, changes: { PUBLIC: 1, GOVERNMENT: 1 } });
  expect(await treesOf('GRIDS')).toEqual(before);
});

test('it is refused where others that are bound to it were published since, and says which', async () => {
  await city.publish('BUILDINGS', csv('buildings', edited(buildings, { 0: { name: '新楼' } })));
  await city.publish('HOUSES', csv('houses', [...houses, added]));
  const before = await rootsOf(city.store);
  const report = await goBack('BUILDINGS', '1');
  expect(report).toMatchObject({ published: false, refused: true, edition: 6 });
  expect(report.obstacles).toEqual([
    'HOUSES must be what it was in edition 4, publication 2 (edition 6) of HOUSES changed it since',
  ]);
  expect(await rootsOf(city.store)).toEqual(before);
  // Houses were published after the buildings that stand: they alone go back, and then the buildings can.
  expect(await goBack('HOUSES', '1')).toMatchObject({ published: true, to: { seq: 1, edition: 5 } });
  expect(await goBack('BUILDINGS', '1')).toMatchObject({ published: true, edition: 8, seq: 3 });
});

test('a dry run says what would happen; what says the same already makes no edition', async () => {
  await city.publish('HOUSES', csv('houses', edited(houses, { 1: { room: '808' } })));
  const before = await rootsOf(city.store);
  const dry = await goBack('HOUSES', '1', true);
  expect(dry).toMatchObject({ dryRun: true, published: false, edition: 5, changes: { PUBLIC: 1, GOVERNMENT: 1 } });
  expect(await goBack('HOUSES', '2')).toMatchObject({ edition: 5, seq: 2, changes: { GOVERNMENT: 0 } });
  expect(await rootsOf(city.store)).toEqual(before);
  await city.publish('HOUSES', csv('houses', houses)); // says what the first file said: known from another publication
  expect(await goBack('HOUSES', '1')).toMatchObject({ edition: 6, seq: 3, changes: { GOVERNMENT: 0 } });
});

test('places that are none are not found', async () => {
  for (const text of ['', '0', '-1', 'edition:', 'edition:0', '4.5', 'seq:1'])
    expect(parseRollBackPlace(text)).toBeNull();
  const { editions } = city.store;
  expect(await rollBackTarget('HOUSES', { seq: 2 }, editions)).toBeNull();
  expect(await rollBackTarget('HOUSES', { edition: 3 }, editions)).toBeNull(); // before there were any
  expect(await rollBackTarget('HOUSES', { edition: 99 }, editions)).toBeNull();
  expect(await rollBackTarget('ENTITIES', { seq: 1 }, editions)).toBeNull();
});

/** Runs the command as npm does, without npm. */
function command(...words: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  const env = { ...process.env, BASEGRID_DATA: join(city.folder, 'data'), BASEGRID_STORE: 'sqlite', BASEGRID_NOW: '' };
  const path = join(projectFolder, 'functions', 'local', 'rollback-command.ts');
  return new Promise((resolve) => {
    execFile(process.execPath, [path, ...words], { env }, (error, stdout, stderr) =>
      resolve({ status: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

test('npm run rollback prints its report, and is refused with a reason', async () => {
  await city.publish('BUILDINGS', csv('buildings', edited(buildings, { 0: { name: '新楼' } })));
  await city.publish('HOUSES', csv('houses', edited(houses, { 0: { room: '909' } })));
  const wrong = await Promise.all([
    command('--register', 'houses', '--to', 'yesterday'),
    command('--register', 'credit', '--to', '1'),
    command('--register', 'houses', '--to', '7'),
  ]);
  expect(wrong.map(({ status, stdout }) => [status, stdout])).toEqual(wrong.map(() => [2, '']));
  expect(wrong.map(({ stderr }) => stderr.split('\n')[0])).toEqual([
    'Cannot roll back to "yesterday": must be a publication such as 4, or edition:17',
    'Cannot roll back register "credit": must be one of divisions, grids, buildings, houses, entities',
    'Cannot roll HOUSES back to "7": must be one of its publications, 1 to 2, or an edition with it, up to edition:6',
  ]);
  const refused = await command('--register', 'buildings', '--to', '1');
  expect(refused).toMatchObject({ status: 1, stdout: expect.stringContaining('publication 2 (edition 6) of HOUSES') });
  const done = await command('--register', 'houses', '--to', '1', '--json');
  expect(done).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(done.stdout)).toMatchObject({ published: true, edition: 7, seq: 3, changes: { PUBLIC: 1 } });
});

import { describe, expect, test } from 'vitest';
import { entityKinds } from '../../functions/local/sample/credit-codes.ts';
import { type SampleCity, type Step, sampleCity } from '../../functions/local/sample/sample-city.ts';
import { type CreditCode, creditCodeWarning, parseCreditCode } from '../../schema/codes/credit-code.ts';
import { content, firstDay, liveRow, type Model, type Outcome, publish } from './register-model.ts';
import { type Row, rowsOf } from './sample-table.ts';

const columns: { readonly [register: string]: string } = {
  DIVISIONS: 'code name level parent validFrom validTo',
  GRIDS: 'code community name validFrom validTo workGrid post workerName workerPhone',
  BUILDINGS:
    'code name address grid community lon lat floorsAbove floorsBelow builtOn use legality state validFrom validTo replaces',
  HOUSES: 'code building room floor use floorArea rented ownerName ownerId occupants state validFrom validTo replaces',
  ENTITIES:
    'code name status registeredOn dissolvedOn industry capital representative phone address house grid validFrom validTo',
};

const date = /^(\d{4}(-\d{2}(-\d{2})?)?|\d{6}\*\*)?$/;
const use = /^(RESIDENTIAL|COMMERCIAL|OFFICE|INDUSTRIAL|PUBLIC|MIXED|OTHER)$/;
const state = /^(PLANNED|CURRENT|RETIRED)$/;

/** What every cell of a column must look like, in any register that has the column. */
const forms: { readonly [column: string]: RegExp } = {
  name: /^\S.*$/,
  level: /^(CITY|DISTRICT|STREET|COMMUNITY)$/,
  parent: /^(\d{6}|\d{9})?$/,
  community: /^440304\d{6}$/,
  workGrid: /^440304\d{9}$/,
  post: /^岗位 \d{2}-\d{2}$/,
  workerName: /^.某.$/,
  workerPhone: /^1[3-9]\d{9}$/,
  address: /^(深圳市福田区.*示例.*号.*)?$/,
  grid: /^(440304\d{8})?$/,
  status: /^(ACTIVE|SUSPENDED|DISSOLVED)$/,
  registeredOn: /^\d{4}(-\d{2}(-\d{2})?)?$/,
  dissolvedOn: /^(\d{4}-\d{2}-\d{2})?$/,
  industry: /^[A-T]?\d{4}$/,
  capital: /^(\d+(\.5)?)?$/,
  representative: /^.某.$/,
  phone: /^1[3-9]\d{9}$/,
  house: /^(440304\d{8}[0T]\d{10})?$/,
  lon: /^11[34]\.\d{1,7}$/,
  lat: /^22\.\d{1,7}$/,
  floorsAbove: /^\d+$/,
  floorsBelow: /^\d?$/,
  builtOn: date,
  use,
  legality: /^(REGISTERED|UNREGISTERED|UNKNOWN)$/,
  state,
  validFrom: date,
  validTo: date,
  building: /^440304\d{8}[0T]\d{4}$/,
  room: /^\d+([AB]|-\d+)?A?$/,
  floor: /^\d+$/,
  floorArea: /^(\d+\.\d)?$/,
  rented: /^(true|false)$/,
  ownerName: /^.某.$/,
  ownerId: /^999999(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|1\d|2[0-8])\d{3}[\dX]$/,
  occupants: /^\d$/,
  replaces: /^(440304\d{8}[0T]\d{4}(\d{6})?( |$))*$/,
};

const codes: { readonly [register: string]: RegExp } = {
  DIVISIONS: /^4403\d{2}(\d{3}(\d{3})?)?$/,
  GRIDS: /^440304\d{8}$/,
  BUILDINGS: /^440304\d{8}[0T]\d{4}$/,
  HOUSES: /^440304\d{8}[0T]\d{10}$/,
  ENTITIES: /^(1[123]|5[123]|81|9[123])999999MA[0-9A-Y]{8}$/,
};

function stepAt({ steps }: SampleCity, index: number): Step {
  const step = steps[index];
  if (step === undefined) throw new Error(`Cannot find step ${index}: there are ${steps.length}`);
  return step;
}

describe('the files of the sample city', () => {
  test.each([
    [100, 1],
    [2000, 2],
    [10_000, 3],
  ])(
    'hold the right columns and well-formed cells, in the order of the codes (%i houses, seed %i)',
    async (houses, seed) => {
      const city = sampleCity({ houses, seed });
      for (const step of city.steps) {
        const rows = await rowsOf(city, step);
        const wrong = rows.flatMap((row) =>
          Object.entries(row).filter(([column, cell]) => !(forms[column] ?? codes[step.register] ?? /^$/).test(cell)),
        );
        expect(wrong).toEqual([]);
        expect(new Set(rows.map((row) => Object.keys(row).join(' ')))).toEqual(new Set([columns[step.register]]));
        const keys = rows.map((row) => row.code ?? '');
        expect(
          step.register === 'DIVISIONS' || keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') <= key),
        ).toBe(true);
      }
    },
  );

  test('hold the real divisions: 9 districts, 79 streets, 788 communities, each under its parent', async () => {
    const city = sampleCity({ houses: 100, seed: 1 });
    const rows = await rowsOf(city, stepAt(city, 0));
    const counts = Map.groupBy(rows, (row) => row.level);
    expect([...counts].map(([level, { length }]) => [level, length])).toEqual([
      ['CITY', 1],
      ['DISTRICT', 9],
      ['STREET', 79],
      ['COMMUNITY', 788],
    ]);
    const known = new Set(rows.map((row) => row.code));
    expect(rows.filter((row) => row.level !== 'CITY' && !known.has(row.parent ?? ''))).toEqual([]);
    expect(rows[0]).toMatchObject({ code: '440300', name: '深圳市' });
  });

  test('hold owners whose ID numbers have the right check character (GB 11643)', async () => {
    const city = sampleCity({ houses: 1000, seed: 1 });
    const rows = await rowsOf(city, stepAt(city, 3));
    const ids = rows.map((row) => row.ownerId ?? '');
    const weight = (index: number) => 2 ** (17 - index) % 11;
    for (const id of ids) {
      const sum = [...id.slice(0, 17)].reduce((total, digit, index) => total + Number(digit) * weight(index), 0);
      expect((sum + (id[17] === 'X' ? 10 : Number(id[17]))) % 11).toBe(1);
    }
  });
});

/** Replays all steps through the naive model; the models after each step, by register. */
async function replay(houses: number, seed: number) {
  const city = sampleCity({ houses, seed });
  const models: { [register: string]: Model } = {};
  const outcomes: (Outcome & { readonly step: Step; readonly rows: readonly Row[]; readonly before: Model })[] = [];
  for (const step of city.steps) {
    const rows = await rowsOf(city, step);
    const before = models[step.register] ?? new Map();
    const outcome = publish(before, rows, step.effective);
    expect(outcome.retired, step.file).toBeLessThan(Math.max(1, before.size) / 10);
    expect(rows.filter((row) => !parentsLive(models, step.register, row, step.effective))).toEqual([]);
    expect(contradictions(outcome.model, rows)).toEqual([]);
    models[step.register] = outcome.model;
    outcomes.push({ ...outcome, step, rows, before });
  }
  return { models, outcomes };
}

/** Whether what a row refers to is valid where the row's validity begins. */
function parentsLive(models: { [register: string]: Model }, register: string, row: Row, effective: string): boolean {
  const day = row.validFrom === '' ? effective : firstDay(row.validFrom ?? '');
  const live = (parent: string, code: string | undefined) => liveRow(models[parent] ?? new Map(), code, day);
  if (register === 'GRIDS') return live('DIVISIONS', row.community) !== undefined;
  if (register === 'BUILDINGS' && row.state !== 'RETIRED') return live('GRIDS', row.grid)?.community === row.community;
  return register !== 'HOUSES' || row.state === 'RETIRED' || live('BUILDINGS', row.building) !== undefined;
}

/** Rows that replace a code which is unknown, or current after all. */
function contradictions(model: Model, rows: readonly Row[]): readonly Row[] {
  return rows.filter((row) =>
    (row.replaces ?? '').split(' ').some((code) => code !== '' && model.get(code)?.at(-1)?.row.state !== 'RETIRED'),
  );
}

/** Replayed once, for all tests that only look. */
const large = replay(10_000, 1);

describe('the publications of the sample city', () => {
  test.each([
    [100, 1],
    [100, 2],
    [1000, 3],
    [10_000, 1],
  ])('break no rule of publication (%i houses, seed %i)', async (houses, seed) => {
    const { models, outcomes } = await (houses === 10_000 ? large : replay(houses, seed));
    expect(outcomes).toHaveLength(11);
    for (const day of ['2026-11-24', '2027-12-31']) {
      const [buildings = new Map(), homes = new Map()] = [models.BUILDINGS, models.HOUSES];
      for (const code of homes.keys()) {
        const home = liveRow(homes, code, day);
        if (home !== undefined) expect(liveRow(buildings, home.building, day), code).toBeDefined();
      }
      for (const code of buildings.keys()) {
        const building = liveRow(buildings, code, day);
        const grid = liveRow(models.GRIDS ?? new Map(), building?.grid, day);
        if (building !== undefined) expect(grid?.community, code).toBe(building.community);
      }
    }
  });

  test('change something of every kind, the last one of houses nothing that is open', async () => {
    const { models, outcomes } = await large;
    const last = outcomes[7];
    expect(outcomes.slice(0, 4).every(({ updated, retired }) => updated === 0 && retired === 0)).toBe(true);
    for (const { inserted, updated, retired } of outcomes.slice(4, 7)) {
      expect(Math.min(inserted, updated, retired)).toBeGreaterThan(0);
    }
    expect(last).toMatchObject({ inserted: 0, retired: 0 });
    expect(last?.updated).toBeGreaterThan(100);
    const open = (model: Model | undefined) =>
      [...(model ?? [])].map(([code, periods]) => [
        code,
        periods.map(({ from, to, row }) => [from, to, content({ ...row, floorArea: '', rented: '' })]),
      ]);
    expect(open(models.HOUSES)).toEqual(open(last?.before));
  });

  test('hold entities of every kind and status, whose codes are valid; the last file changes nothing that is open', async () => {
    const { models, outcomes } = await large;
    const [first, second, last] = outcomes.filter(({ step }) => step.register === 'ENTITIES');
    const rows = first?.rows ?? [];
    expect(rows.filter(({ code }) => !parseCreditCode(code ?? '').ok)).toEqual([]);
    expect(rows.filter(({ code }) => creditCodeWarning(code as CreditCode) !== null)).toEqual([]);
    expect([...new Set(rows.map(({ code }) => code?.slice(0, 2)))].sort()).toEqual([...entityKinds]);
    expect(new Set(rows.map(({ status }) => status)).size).toBe(3);
    expect(rows.every(({ name }) => name?.includes('示例'))).toBe(true);
    expect(Math.min(second?.inserted ?? 0, second?.updated ?? 0, second?.retired ?? 0)).toBeGreaterThan(0);
    expect(last).toMatchObject({ inserted: 0, retired: 0 });
    expect(last?.updated).toBeGreaterThan(20);
    const closed = { name: '', address: '', house: '', grid: '', registeredOn: '', dissolvedOn: '', industry: '' };
    const open = (row: Row) =>
      content({ ...row, capital: '', representative: '', ...(row.code?.startsWith('92') ? closed : {}) });
    expect(last?.rows.map(open)).toEqual(second?.rows.map(open));
    const traders = rows.filter(({ code }) => code?.startsWith('92'));
    expect(traders.filter(({ dissolvedOn }) => dissolvedOn !== '').length).toBeGreaterThan(0);
    for (const { code, validFrom, validTo, registeredOn, dissolvedOn } of traders)
      for (const shown of [validFrom, validTo])
        if (shown !== '') expect([registeredOn, dissolvedOn], code).not.toContain(shown);
    for (const row of (last?.rows ?? []).filter(({ grid, status }) => grid !== '' && status !== 'DISSOLVED'))
      expect(liveRow(models.GRIDS ?? new Map(), row.grid, '2026-01-26'), row.code).toBeDefined();
    for (const row of (last?.rows ?? []).filter(({ house, status }) => house !== '' && status !== 'DISSOLVED'))
      expect(liveRow(models.HOUSES ?? new Map(), row.house, '2026-01-26'), row.code).toBeDefined();
  });

  test('hold temporary, planned, future, replaced, moved and oddly numbered buildings', async () => {
    const { outcomes } = await large;
    const [first = [], second = []] = outcomes
      .filter(({ step }) => step.register === 'BUILDINGS')
      .map(({ rows }) => rows);
    const grids = new Map(first.map((row) => [row.code, row.grid]));
    const all = [...first, ...second];
    expect(all.some((row) => row.code?.[14] === 'T' && row.validTo !== '')).toBe(true);
    expect(all.some((row) => row.code?.startsWith('440304003'))).toBe(true);
    expect(all.some((row) => row.state === 'PLANNED' && (row.validFrom ?? '') > '2027')).toBe(true);
    expect(all.some((row) => row.state === 'CURRENT' && row.validFrom === '2027-01-01')).toBe(true);
    expect(second.filter((row) => row.replaces !== '').length).toBeGreaterThanOrEqual(2);
    expect(second.some((row) => grids.has(row.code) && grids.get(row.code) !== row.grid)).toBe(true);
    expect(all.some((row) => /\*\*$/.test(row.builtOn ?? ''))).toBe(true);
    expect(all.some((row) => !row.code?.startsWith(row.community ?? ''))).toBe(true);
  });
});

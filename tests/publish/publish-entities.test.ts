import { expect, test } from 'vitest';
import { tiers } from '../../schema/privacy/tier.ts';
import { registerNames } from '../../schema/registers/register-name.ts';
import { type MemoryPublication, memoryCity } from '../builders/edition.ts';
import { entities, entity } from '../builders/entity-cells.ts';
import { entityCode } from '../builders/entity-rows.ts';
import { type CellsOfRow, csv, geojson, grids, houses } from '../builders/publication-city.ts';
import { cityOfEachTest } from '../harness/city-of-each-test.ts';
import {
  entriesIn,
  newest,
  type PublishingStore,
  periodsOf,
  reasonsIn,
  rootsOf,
  rowsIn,
} from '../harness/publishing-store.ts';

const city = cityOfEachTest();

const rows = entities(6);
const file = (changed: readonly CellsOfRow[]): string => csv('entities', changed);
const isPerson = ({ code }: CellsOfRow): boolean => code?.startsWith('92') === true;

test('rows come in with what is made of them; the same file again writes nothing', async () => {
  const report = await city.publish('ENTITIES', file(rows));
  expect(report).toMatchObject({ published: true, inserted: 24, rejected: 0, findings: [], sealed: { phone: 0 } });
  const [company] = (await rowsIn(city.store, 'ENTITIES')).filter(({ code }) => code === entityCode('company', 1));
  expect(company).toMatchObject({
    ...{ name: '示例第1科技（深圳）有限公司', status: 'ACTIVE', state: 'CURRENT', capital: 100.5 },
    ...{ industrySection: 'I', community: grids[1]?.community, grid: grids[1]?.code },
  });
  const again = await city.publish('ENTITIES', file(rows));
  expect(again).toMatchObject({ edition: report.edition, unchanged: 24, blocksWritten: 0 });
});

test('what is closed of a sole trader lies in no open tree, and in no order that is open', async () => {
  await city.publish('ENTITIES', file(rows));
  const trees = Object.keys((await newest(city.store)).registers.ENTITIES?.trees ?? {});
  const open = Object.keys((await newest(city.store, 'PUBLIC')).registers.ENTITIES?.trees ?? {});
  expect(trees.filter((tree) => !open.includes(tree)).sort()).toEqual(
    ['grid', 'house', 'industry', 'name', 'words']
      .map((order) => `order.${order}.enterprise`)
      .concat('rows.enterprise', 'superseded.enterprise'),
  );
  const texts: string[] = [];
  for (const tree of open) texts.push(JSON.stringify(await entriesIn(city.store, 'ENTITIES', tree)));
  const persons = rows.filter(isPerson);
  for (const { name, address, representative } of persons)
    for (const secret of [name, representative]) expect(texts.join(), address).not.toContain(secret);
  for (const order of ['grid', 'house', 'industry', 'name', 'words']) {
    const [common, strict] = [
      await entriesIn(city.store, 'ENTITIES', `order.${order}`),
      await entriesIn(city.store, 'ENTITIES', `order.${order}.enterprise`),
    ];
    expect(common.some(([key]) => key.includes(' 92'))).toBe(false);
    expect(strict.every(([key]) => key.includes(' 92'))).toBe(true);
    expect(new Set(strict.map(([key]) => key.split(' ')[1])).size).toBe(6);
  }
  expect((await entriesIn(city.store, 'ENTITIES', 'order.community')).length).toBe(24);
});

test('all trees are those that a naive publication of the same rows builds', async () => {
  await city.publish('ENTITIES', file(rows));
  const publications = await Promise.all(
    registerNames.map(async (register, place): Promise<MemoryPublication> => {
      return { register, rows: await rowsIn(city.store, register), at: `2026-01-0${place + 1}T00:00:00.000Z` };
    }),
  );
  const naive = await memoryCity(publications);
  for (const tier of tiers) {
    const treesOf = async (of: typeof naive) =>
      Object.keys((await of.editions.latest(tier))?.registers.ENTITIES?.trees ?? {});
    expect((await treesOf(city.store)).sort()).toEqual((await treesOf(naive)).sort());
  }
  for (const tree of Object.keys((await newest(city.store)).registers.ENTITIES?.trees ?? {}))
    expect(await entriesIn(city.store, 'ENTITIES', tree), tree).toEqual(
      await entriesIn(naive as unknown as PublishingStore['store'], 'ENTITIES', tree),
    );
});

test('a file that changes only what is closed of sole traders moves no line but those of who may read it', async () => {
  await city.publish('ENTITIES', file(rows));
  const before = await rootsOf(city.store);
  const numbers = async () =>
    Promise.all((['PUBLIC', 'REGISTERED'] as const).map(async (tier) => (await newest(city.store, tier)).number));
  const [numbersBefore, editionBefore] = [await numbers(), (await newest(city.store, 'ENTERPRISE')).number];
  const changed = rows.map((row) =>
    isPerson(row)
      ? {
          ...row,
          name: '示例李某某理发店',
          address: '',
          house: '',
          industry: '5290',
          registeredOn: '2014',
          validFrom: '',
        }
      : row,
  );
  const report = await city.publish('ENTITIES', file(changed), { effective: '2026-02-01' });
  expect(report).toMatchObject({ published: true, updated: 6, unchanged: 18, findings: [] });
  expect(((await rootsOf(city.store)) as unknown[]).slice(0, 2)).toEqual((before as unknown[]).slice(0, 2));
  expect(await numbers()).toEqual(numbersBefore);
  expect((await newest(city.store, 'ENTERPRISE')).number).toBe(editionBefore + 1);
  expect(await periodsOf(city.store, 'ENTITIES', entityCode('soleTrader', 0))).toEqual(['2016-01-01.. CURRENT']);
  const records = await city.store.editions.publications('ENTERPRISE', 'ENTITIES', 1);
  expect(records.map(({ changes }) => changes)).toEqual([6]);
});

test.each(['2015-03-01', '2015-03', '2015', '20150301'])(
  'a period of a sole trader does not tell that he was registered in %s: no tier stores it, and the file is no other twice',
  async (validFrom) => {
    const [company, person] = [entity('company', 0, { validFrom }), entity('soleTrader', 0, { validFrom })];
    const report = await city.publish('ENTITIES', file([company, person]), { effective: '2026-02-01' });
    expect(report).toMatchObject({ published: true, inserted: 2, rejected: 0 });
    expect(report.findings).toEqual([
      {
        ...{ level: 'warning', reason: 'TELLING_DATE', line: 3, column: 'validFrom', codes: [person.code] },
        message: expect.stringContaining('taken as empty (from the effective date on, or as it stands)'),
      },
    ]);
    expect(JSON.stringify(report)).not.toContain('2015');
    expect(await periodsOf(city.store, 'ENTITIES', person.code)).toEqual(['2026-02-01.. CURRENT']);
    expect(JSON.stringify(await entriesIn(city.store, 'ENTITIES', 'rows.open'))).not.toMatch(/"92[^\]]*2015/);
    const again = await city.publish('ENTITIES', file([company, person]), { effective: '2026-03-01' });
    expect(again).toMatchObject({ edition: report.edition, unchanged: 2, blocksWritten: 0 });
  },
);

test.each([
  ['2015-03-01', 'the day'],
  ['2015', 'its year'],
])(
  'a later file that leaves the day of registration out, and begins with it (%s), is not taken, however often it comes',
  async (validFrom) => {
    const known = entity('soleTrader', 0, { validFrom: '' });
    const telling = entity('soleTrader', 0, { validFrom, registeredOn: '' });
    const company = entity('company', 0, { validFrom, registeredOn: '' });
    await city.publish('ENTITIES', file([known, company]), { effective: '2026-02-01' });
    for (const effective of ['2026-03-01', '2026-04-01']) {
      const report = await city.publish('ENTITIES', file([telling, company]), { effective, maxRejected: 1 });
      expect(reasonsIn(report)).toEqual(['TELLING_DATE 2 validFrom']);
      expect(report).toMatchObject({ published: true, rejected: 1, unchanged: 1, blocksWritten: 0 });
      expect(JSON.stringify(report.findings)).not.toContain('2015');
    }
    expect(await periodsOf(city.store, 'ENTITIES', known.code)).toEqual(['2026-02-01.. CURRENT']);
    const [person] = (await rowsIn(city.store, 'ENTITIES')).filter(({ code }) => code === known.code);
    expect(person?.registeredOn).toBe('2015-03-01');
  },
);

test('a day of registration may be emptied by a file whose dates do not tell it; a period that stands is told by no file anew', async () => {
  const known = entity('soleTrader', 0, { validFrom: '2016-01-01' });
  await city.publish('ENTITIES', file([known]), { effective: '2026-02-01' });
  const emptied = { ...known, registeredOn: '' };
  const report = await city.publish('ENTITIES', file([emptied]), { effective: '2026-03-01' });
  expect(report).toMatchObject({ published: true, updated: 1, rejected: 0, findings: [] });
  expect(await periodsOf(city.store, 'ENTITIES', known.code)).toEqual(['2016-01-01.. CURRENT']);
});

test('of sole traders without a date, whoever was registered on the day of publication begins as all others do', async () => {
  const days = ['2026-02-01', '2026-01-31', '2015-03-01', ''];
  const traders = days.map((registeredOn, number) => entity('soleTrader', number, { registeredOn, validFrom: '' }));
  const report = await city.publish('ENTITIES', file(traders), { effective: '2026-02-01' });
  expect(report).toMatchObject({ published: true, inserted: 4, rejected: 0, findings: [] });
  const explicit = entity('soleTrader', 0, { registeredOn: '2026-02-01', validFrom: '2026-02-01' });
  await city.publish('ENTITIES', file([explicit, ...traders.slice(1)]), { effective: '2026-02-01' });
  const begins = (await rowsIn(city.store, 'ENTITIES')).map(({ validFrom }) => validFrom);
  expect(begins).toEqual(days.map(() => '2026-02-01'));
});

test('a period of a sole trader that ends when he is dissolved does not tell it, whichever row says so', async () => {
  const first = entity('soleTrader', 0, { validTo: '2025-12-01' });
  const last = entity('soleTrader', 0, { status: 'DISSOLVED', dissolvedOn: '2025-12-01', validFrom: '2025-12-01' });
  const company = { ...first, code: entityCode('company', 0) };
  const report = await city.publish('ENTITIES', file([company, first, last]), { effective: '2026-02-01' });
  expect(report).toMatchObject({ published: true, rejected: 0 });
  expect(reasonsIn(report)).toEqual(['(TELLING_DATE) 3 validTo', '(TELLING_DATE) 4 validFrom']);
  expect(await periodsOf(city.store, 'ENTITIES', first.code)).toEqual([
    '2016-01-01..2026-02-01 CURRENT',
    '2026-02-01.. CURRENT',
  ]);
  expect(await periodsOf(city.store, 'ENTITIES', company.code)).toEqual(['2016-01-01..2025-12-01 CURRENT']);
});

test('a company that is renamed without a date begins a period; a sole trader who moves beyond his community too', async () => {
  await city.publish('ENTITIES', file(rows));
  const company = entity('company', 0, { name: '示例新名有限公司', validFrom: '' });
  const person = entity('soleTrader', 0, { grid: grids[1]?.code ?? '', house: '', validFrom: '' });
  const others = rows.filter(({ code }) => code !== company.code && code !== person.code);
  await city.publish('ENTITIES', file([...others, company, person]), { effective: '2026-02-01' });
  for (const [{ code }, since] of [
    [company, '2015-03-01'],
    [person, '2016-01-01'],
  ] as const) {
    expect(await periodsOf(city.store, 'ENTITIES', code)).toEqual([
      `${since}..2026-02-01 CURRENT`,
      '2026-02-01.. CURRENT',
    ]);
  }
});

test('the community is that of the grid, else that of the house; it follows with the next publication', async () => {
  const byHouse = entity('company', 0, { grid: '' });
  const nowhere = entity('company', 1, { grid: '', house: '' });
  await city.publish('ENTITIES', file([byHouse, nowhere, entity('company', 2, { house: '' })]));
  const communities = async () =>
    (await rowsIn(city.store, 'ENTITIES')).map(({ code, community, validFrom }) => [code, community, validFrom]);
  const [one, two, three] = [0, 1, 2].map((number) => entityCode('company', number));
  expect(await communities()).toEqual([
    [one, grids[0]?.community, '2015-03-01'],
    [two, null, '2015-03-01'],
    [three, grids[2]?.community, '2015-03-01'],
  ]);
  const given = grids.map((grid, place) =>
    place === 2 ? { ...grid, community: '440304001002', validFrom: '2026-02-01' } : grid,
  );
  expect(reasonsIn(await city.publish('GRIDS', geojson(given), { effective: '2026-02-01' }))).toEqual([
    '(PREFIX_DIFFERS) 3 community',
  ]);
  await city.publish('ENTITIES', file([byHouse, nowhere, entity('company', 2, { house: '', validFrom: '' })]), {
    effective: '2026-02-01',
  });
  expect((await communities()).slice(2)).toEqual([
    [three, grids[2]?.community, '2015-03-01'],
    [three, '440304001002', '2026-02-01'],
  ]);
});

test('what a row points at must exist; of a sole trader the report does not say what that was', async () => {
  const gone = '44030400100199';
  const report = await city.publish(
    'ENTITIES',
    file([...rows, entity('company', 7, { grid: gone }), entity('soleTrader', 7, { grid: gone })]),
    { maxRejected: 1 },
  );
  expect(report).toMatchObject({ published: true, inserted: 24, rejected: 2 });
  expect(report.findings.map(({ reason, column, codes }) => [reason, column, codes])).toEqual([
    ['MISSING_PARENT', 'grid', [entityCode('company', 7), gone]],
    ['MISSING_PARENT', 'grid', [entityCode('soleTrader', 7)]],
  ]);
  expect(report.findings[1]?.message).not.toContain(gone);
});

test('a cell of a sole trader is not shown in a report where that of a company is', async () => {
  const bad = { industry: 'A65', grid: '4403' };
  const report = await city.publish(
    'ENTITIES',
    file([...rows, entity('company', 7, bad), entity('soleTrader', 7, bad)]),
    { maxRejected: 1 },
  );
  expect(report.findings.map(({ column, value }) => [column, value])).toEqual([
    ['industry', 'A65'],
    ['grid', '4403'],
    ['industry', '<3 characters>'],
    ['grid', '<4 characters>'],
  ]);
  expect(report.findings[0]?.message).toContain('division "65" belongs to section "I", not "A"');
  expect(
    report.findings
      .slice(2)
      .map(({ message }) => message)
      .join(),
  ).not.toMatch(/A65|"I"|4403/);
});

test('a dissolved entity may point at a house that is no more; one that goes on may not', async () => {
  const [house, ...others] = houses;
  await city.publish('HOUSES', csv('houses', others), { effective: '2026-01-15' });
  const withoutHouse = rows.filter(({ code }) => !code?.startsWith('91')).map((row) => ({ ...row, house: '' }));
  const dissolved = entity('company', 0, { status: 'DISSOLVED', dissolvedOn: '2025-12-01', house: house?.code ?? '' });
  const active = entity('company', 3, { house: house?.code ?? '' });
  const report = await city.publish('ENTITIES', file([...withoutHouse.slice(4), dissolved, active]), {
    effective: '2026-02-01',
    maxRejected: 1,
  });
  expect(report.findings.map(({ reason, codes }) => [reason, codes?.[0]])).toEqual([['MISSING_PARENT', active.code]]);
  expect(await periodsOf(city.store, 'ENTITIES', dissolved.code)).toEqual(['2015-03-01.. CURRENT']);
});

test('whom a retired grid or house leaves behind is counted in all classes', async () => {
  await city.publish('ENTITIES', file(rows));
  const [house, ...others] = houses;
  const report = await city.publish('HOUSES', csv('houses', others), { effective: '2026-02-01' });
  expect(report.findings.map(({ reason, message }) => [reason, message.replace(/^"\d+" /, '')])).toEqual([
    ['STILL_REFERENCED', 'is retired, but 8 rows of ENTITIES point at it on 2026-02-01'],
  ]);
  expect(report.findings[0]?.codes).toEqual([house?.code]);
});

test('an entity that the file lists no more is retired; a district publishes its own alone', async () => {
  await city.publish('ENTITIES', file(rows));
  const futian = rows.filter(({ grid }) => grid?.startsWith('440304'));
  const report = await city.publish('ENTITIES', file(futian.slice(1)), { district: '440304', effective: '2026-02-01' });
  expect(report).toMatchObject({ published: true, retired: 1, unchanged: 15, rejected: 0 });
  expect(await periodsOf(city.store, 'ENTITIES', futian[0]?.code)).toEqual([
    '2015-03-01..2026-02-01 CURRENT',
    '2026-02-01.. RETIRED',
  ]);
});

test.each([
  [{ code: '91999999MA000000XX' }, 'BAD_CODE 26 code', /must be the check character|should be|is "X"/],
  [{ code: '11010519491231002X' }, 'BAD_CODE 26 code', /^Cannot take code <18 characters>/],
  [{ status: 'CLOSED' }, 'BAD_VALUE 26 status', /must be one of ACTIVE, SUSPENDED, DISSOLVED/],
  [{ name: '示例13812345678商行' }, 'PERSON_DATA 26 name', /looks like a mobile number/],
  [{ name: '示'.repeat(201) }, 'BAD_VALUE 26 name', /length must be at most 200, is 201/],
  [{ capital: '-1' }, 'BAD_NUMBER 26 capital', /must be a number from 0/],
] as const)('a row with %o is refused: %s', async (changed, reason, message) => {
  const report = await city.publish('ENTITIES', file([...rows, entity('company', 9, changed)]));
  expect(reasonsIn(report)).toEqual([reason]);
  expect(report.findings[0]?.message).toMatch(message);
  expect(JSON.stringify(report)).not.toContain('11010519491231002X');
});

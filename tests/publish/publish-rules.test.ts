import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, test } from 'vitest';
import { building, buildings, csv, divisions, geojson, grids, house, houses } from '../builders/publication-city.ts';
import { cityOfEachTest } from '../harness/city-of-each-test.ts';
import {
  entriesIn,
  newest,
  periodsOf,
  publishingStore,
  reasonsIn,
  rootsOf,
  rowsIn,
} from '../harness/publishing-store.ts';

const city = cityOfEachTest();

const [first, second, third, fourth, fifth] = houses;
const codeOf = (row: { readonly [column: string]: string } | undefined): string => row?.code ?? '';
/** The houses file with some rows changed by code, or left out (null), and others behind. */
const housesWith = (changed: { readonly [code: string]: object | null }, ...more: readonly object[]): string =>
  csv('houses', [
    ...houses.flatMap((row) => (changed[codeOf(row)] === null ? [] : [{ ...row, ...changed[codeOf(row)] }])),
    ...(more as { [column: string]: string }[]),
  ]);

describe('publish()', () => {
  test('takes a city of four registers, each an edition of every line', async () => {
    for (const tier of ['PUBLIC', 'REGISTERED', 'ENTERPRISE', 'GOVERNMENT'] as const) {
      const edition = await newest(city.store, tier);
      expect(edition.number).toBe(4);
      expect(Object.values(edition.registers).map(({ seq }) => seq)).toEqual([1, 1, 1, 1]);
      expect('rows.government' in (edition.registers.HOUSES?.trees ?? {})).toBe(tier === 'GOVERNMENT');
      expect('rows.enterprise' in (edition.registers.HOUSES?.trees ?? {})).toBe(
        tier === 'ENTERPRISE' || tier === 'GOVERNMENT',
      );
    }
    expect(await rowsIn(city.store, 'HOUSES')).toHaveLength(24);
  });

  test('writes nothing, moves nothing and says so when the same file comes again', async () => {
    const before = await newest(city.store);
    for (const [register, source] of [
      ['DIVISIONS', csv('divisions', divisions)],
      ['GRIDS', geojson(grids)],
      ['BUILDINGS', csv('buildings', buildings)],
      ['HOUSES', csv('houses', houses)],
    ] as const) {
      const report = await city.publish(register, source);
      expect(report).toMatchObject({ blocksWritten: 0, inserted: 0, updated: 0, retired: 0, rejected: 0, edition: 4 });
      expect(report.unchanged).toBe(report.rows);
    }
    expect(await newest(city.store)).toEqual(before);
  });

  test('tells what became of every row, and keeps the report beside the sources', async () => {
    const source = housesWith(
      {
        [codeOf(first)]: { room: '101A' },
        [codeOf(second)]: { validFrom: '', use: 'OFFICE' },
        [codeOf(third)]: { state: 'RETIRED', validFrom: '2025-11' },
        [codeOf(fourth)]: { floor: 'one' },
        [codeOf(fifth)]: null,
      },
      house(codeOf(buildings[0]), 9),
    );
    const report = await city.publish('HOUSES', source, { name: 'a/houses.csv' });
    expect(report).toMatchObject({
      ...{ register: 'HOUSES', district: null, dryRun: false, published: true, edition: 5, seq: 2 },
      ...{ rows: 24, inserted: 1, updated: 2, retired: 2, retirementsHeld: 0, unchanged: 19, rejected: 1 },
      sealed: { ownerName: 0, ownerId: 0, occupants: 0 },
      findingsOmitted: 0,
    });
    const kept = await city.store.objects.get('reports/houses/houses.csv.report.json');
    expect(JSON.parse(Buffer.from(kept ?? []).toString())).toEqual(report);
    expect(await periodsOf(city.store, 'HOUSES', second?.code)).toEqual([
      '2012..2026-01-01 CURRENT',
      '2026-01-01.. CURRENT',
    ]);
    expect(await periodsOf(city.store, 'HOUSES', third?.code)).toEqual(['2012..2025-11 CURRENT', '2025-11.. RETIRED']);
    expect(await periodsOf(city.store, 'HOUSES', fifth?.code)).toEqual([
      '2012..2026-01-01 CURRENT',
      '2026-01-01.. RETIRED',
    ]);
    expect((await rowsIn(city.store, 'HOUSES')).find(({ code }) => code === fourth?.code)?.floor).toBe(1);
  });

  test('keeps what was believed before, known from one publication up to another', async () => {
    await city.publish('HOUSES', housesWith({ [codeOf(first)]: { room: '101A' } }));
    await city.publish('HOUSES', housesWith({ [codeOf(first)]: { room: '101B' } }));
    const superseded = await entriesIn(city.store, 'HOUSES', 'superseded.open');
    expect(superseded.map(([key, from, to, value]) => [key, from, to, (value as unknown[]).slice(0, 5)])).toEqual([
      [`${first?.code} 2012-01-01 00000001`, 0, null, [1, 2, first?.code, first?.building, '101']],
      [`${first?.code} 2012-01-01 00000002`, 0, null, [2, 3, first?.code, first?.building, '101A']],
    ]);
    expect(await entriesIn(city.store, 'HOUSES', 'superseded.government')).toEqual([]);
  });

  test('gives the same roots whatever the order of the rows, with sorting on disk or in memory', async () => {
    await using other = publishingStore();
    await other.publishCity();
    const rows = [...houses, ...[1, 2, 3].map((number) => house(codeOf(buildings[3]), 20 + number))];
    const shuffled = rows.toSorted((one, two) =>
      codeOf(one).split('').reverse().join('') < codeOf(two).split('').reverse().join('') ? -1 : 1,
    );
    await city.publish('HOUSES', csv('houses', rows));
    await other.publish('HOUSES', csv('houses', shuffled), { sortMemory: 1_000 });
    expect(await rootsOf(other.store)).toEqual(await rootsOf(city.store));
  });

  test('shows and writes nothing in a dry run, which reports all the same', async () => {
    const before = await newest(city.store);
    const source = housesWith({ [codeOf(first)]: { room: '101A' }, [codeOf(fifth)]: null });
    const report = await city.publish('HOUSES', source, { dryRun: true, name: 'dry.csv' });
    expect(report).toMatchObject({
      dryRun: true,
      published: false,
      refused: false,
      updated: 1,
      retired: 1,
      edition: 4,
    });
    expect(await newest(city.store)).toEqual(before);
    expect(await city.store.objects.get('reports/houses/dry.csv.report.json')).toBeNull();
    const real = await city.publish('HOUSES', source);
    expect(real).toMatchObject({ updated: report.updated, retired: report.retired, edition: 5 });
  });

  test('goes back to an older state under a new number', async () => {
    const before = await newest(city.store);
    await city.publish('HOUSES', housesWith({ [codeOf(first)]: { room: '101A' } }));
    await city.publish('HOUSES', csv('houses', houses));
    const after = await newest(city.store);
    expect(after.number).toBe(6);
    const [rows] = await entriesIn(city.store, 'HOUSES', 'rows.open');
    expect((rows?.[3] as unknown[])[0]).toBe(3);
    expect(after.registers.HOUSES?.trees['order.building']).toEqual(before.registers.HOUSES?.trees['order.building']);
  });
});

describe('what a row points at', () => {
  test('must exist: MISSING_PARENT', async () => {
    const lost = [
      house(`${grids[0]?.code}00099`, 1),
      house(codeOf(buildings[0]), 50, { validFrom: '2005', validTo: '2009' }), // its building begins in 2010
      house(codeOf(buildings[0]), 51, { validFrom: '2005' }),
    ];
    const report = await city.publish('HOUSES', housesWith({}, ...lost), { maxRejected: 1 });
    expect(reasonsIn(report)).toEqual(['MISSING_PARENT 27 building', 'MISSING_PARENT 26 building'].sort().reverse());
    expect(report).toMatchObject({ rejected: 2, inserted: 1 });
    const stray = [building(`${grids[0]?.community}77`, 1, { community: '440399001001' })];
    const other = await city.publish('BUILDINGS', csv('buildings', [...buildings, ...stray]), { maxRejected: 1 });
    expect(reasonsIn(other)).toEqual(['MISSING_PARENT 8 grid', 'MISSING_PARENT 8 community']);
    const grid = { ...grids[0], code: '44030400100188', community: '440304001088' };
    const last = await city.publish('GRIDS', geojson([...grids, grid]), { maxRejected: 1 });
    expect(reasonsIn(last)).toEqual(['MISSING_PARENT 4 community']);
  });

  test('may be gone when the row itself is a tombstone', async () => {
    const code = codeOf(buildings[0]);
    const gone = buildings.map((row) =>
      row.code === code ? { ...row, state: 'RETIRED', validFrom: '2026-01-01' } : row,
    );
    const first = await city.publish('BUILDINGS', csv('buildings', gone), { allowRetirements: true });
    expect(first.findings).toMatchObject([
      {
        level: 'warning',
        reason: 'STILL_REFERENCED',
        codes: [code],
        message: expect.stringContaining('4 rows of HOUSES'),
      },
    ]);
    const rows = houses.map((row) =>
      row.building === code ? { ...row, state: 'RETIRED', validFrom: '2026-01-01' } : row,
    );
    const report = await city.publish('HOUSES', csv('houses', rows), { allowRetirements: true });
    expect(report).toMatchObject({ retired: 4, rejected: 0, findings: [] });
  });

  test('may disagree with the prefix of the code, which is a warning', async () => {
    const moved = building(grids[0]?.code ?? '', 7, { code: '4403060010010100007' });
    const report = await city.publish('BUILDINGS', csv('buildings', [...buildings, moved]));
    expect(reasonsIn(report)).toEqual(['(PREFIX_DIFFERS) 8 grid', '(PREFIX_DIFFERS) 8 community']);
    expect(report).toMatchObject({ inserted: 1, rejected: 0 });
  });

  test('may stand in the same file, if it is taken itself', async () => {
    const street = { code: '440304002', name: '园岭街道', level: 'STREET', parent: '440304', validFrom: '2001' };
    const community = { ...street, code: '440304002001', level: 'COMMUNITY', parent: '440304002' };
    const lost = { ...street, code: '440304003', parent: '440399' };
    const below = { ...community, code: '440304003001', parent: '440304003' };
    const source = csv('divisions', [below, lost, community, street, ...divisions]);
    const report = await city.publish('DIVISIONS', source, { maxRejected: 1 });
    expect(report).toMatchObject({ inserted: 2, rejected: 2 });
    expect(reasonsIn(report)).toEqual(['MISSING_PARENT 3 parent', 'MISSING_PARENT 2 parent']);
  });

  test.each([
    [{ level: 'STREET' }, 'level of "440399": must be DISTRICT, is STREET'],
    [{ parent: '' }, 'parent of "440399": must be given for a DISTRICT, is empty'],
    [{ parent: '440304001' }, 'parent of "440399": must be wider than a DISTRICT, is "440304001"'],
    [{ parent: '440399' }, 'parent of "440399": must be wider than a DISTRICT, is "440399"'],
    [{ code: '440400', level: 'CITY' }, 'parent of "440400": must be empty for a CITY, is "440300"'],
  ])('of a division fits its level: %j', async (changed, message) => {
    const district = { code: '440399', name: '示例区', level: 'DISTRICT', parent: '440300', validFrom: '2001' };
    const source = csv('divisions', [...divisions, { ...district, ...changed }]);
    const { findings } = await city.publish('DIVISIONS', source, { maxRejected: 1 });
    expect(findings.map((finding) => [finding.reason, finding.line, finding.message])).toContainEqual([
      'BAD_VALUE',
      divisions.length + 2,
      `Cannot take ${message}`,
    ]);
  });

  test('is warned of when it retires: STILL_REFERENCED', async () => {
    const report = await city.publish('BUILDINGS', csv('buildings', buildings.slice(1)), { allowRetirements: true });
    expect(report.findings.map(({ reason, codes }) => [reason, codes])).toEqual([
      ['STILL_REFERENCED', [codeOf(buildings[0])]],
    ]);
    const left = divisions.filter(({ code }) => code !== '440304001002');
    const other = await city.publish('DIVISIONS', csv('divisions', left), { allowRetirements: true });
    expect(other.findings.map(({ message }) => message)).toEqual([
      '"440304001002" is retired, but 1 row of GRIDS points at it on 2026-01-01',
      '"440304001002" is retired, but 2 rows of BUILDINGS point at it on 2026-01-01',
    ]);
  });
});

describe('replaced codes', () => {
  const successor = house(codeOf(buildings[0]), 30, {
    validFrom: '2025-07',
    replaces: `${first?.code} ${second?.code}`,
  });

  test('are retired for good from the day that the successor names', async () => {
    const report = await city.publish(
      'HOUSES',
      housesWith({ [codeOf(first)]: null, [codeOf(second)]: null }, successor),
    );
    expect(report).toMatchObject({ inserted: 1, retired: 2, findings: [] });
    expect(await periodsOf(city.store, 'HOUSES', first?.code)).toEqual([
      '2012..2025-07-01 CURRENT',
      '2025-07-01.. RETIRED',
    ]);
    expect((await entriesIn(city.store, 'HOUSES', 'order.replaces')).map(([key]) => key)).toEqual([
      `${first?.code} ${successor.code} 2025-07-01`,
      `${second?.code} ${successor.code} 2025-07-01`,
    ]);
    const again = await city.publish('HOUSES', csv('houses', [...houses, { ...successor, replaces: '' }]), {
      maxRejected: 1,
    });
    expect(reasonsIn(again)).toEqual(['RETIRED_CODE 2', 'RETIRED_CODE 3']);
  });

  test('that are still current in the same file are refused: CONTRADICTION', async () => {
    const report = await city.publish('HOUSES', housesWith({ [codeOf(second)]: { validTo: '2025-07' } }, successor));
    expect(reasonsIn(report)).toEqual(['CONTRADICTION 2 state']);
    expect(await periodsOf(city.store, 'HOUSES', second?.code)).toEqual([
      '2012..2025-07 CURRENT',
      '2025-07-01.. RETIRED',
    ]);
  });

  test('are not replaced by a row that is itself refused', async () => {
    const lost = { ...successor, building: `${grids[0]?.code}00099` };
    const report = await city.publish('HOUSES', housesWith({ [codeOf(second)]: null }, lost));
    expect(reasonsIn(report)).toEqual(['MISSING_PARENT 25 building']);
    const [row] = (await rowsIn(city.store, 'HOUSES')).filter(
      ({ code, state }) => code === second?.code && state === 'RETIRED',
    );
    expect(row?.retirement).toBe('INFERRED');
    expect(await periodsOf(city.store, 'HOUSES', first?.code)).toEqual(['2012.. CURRENT']);
  });

  test('may be replaced in turn, and what a refused row says in the middle of a chain does not count', async () => {
    const last = house(codeOf(buildings[0]), 31, { validFrom: '2025-08', replaces: codeOf(successor) });
    // `successor` goes on though it is replaced: it is refused, so that the first two houses stay.
    const report = await city.publish('HOUSES', housesWith({}, successor, last));
    expect(reasonsIn(report)).toEqual(['CONTRADICTION 26 state']);
    expect(report).toMatchObject({ inserted: 1, retired: 0, unchanged: 24 });
  });

  test('may not come back to themselves: CYCLE', async () => {
    const one = house(codeOf(buildings[0]), 30, { replaces: house(codeOf(buildings[0]), 31).code ?? '' });
    const other = house(codeOf(buildings[0]), 31, { replaces: house(codeOf(buildings[0]), 30).code ?? '' });
    const itself = house(codeOf(buildings[0]), 32, { replaces: house(codeOf(buildings[0]), 32).code ?? '' });
    const report = await city.publish('HOUSES', housesWith({}, one, other, itself), { maxRejected: 1 });
    expect(reasonsIn(report).filter((reason) => reason.startsWith('CYCLE'))).toEqual([
      'CYCLE 26 replaces',
      'CYCLE 27 replaces',
      'CYCLE 28 replaces',
    ]);
    expect(report).toMatchObject({ rejected: 3, inserted: 0 });
  });

  test('may not come back to themselves through what earlier files said either', async () => {
    const [a = '', b = '', c = ''] = houses.map(codeOf);
    const rest = houses.slice(3);
    const rows = (...changed: readonly (readonly [code: string, columns: object])[]) =>
      csv('houses', [...changed.map(([code, columns]) => ({ ...houses[0], code, ...columns })), ...rest]);
    expect(await city.publish('HOUSES', rows([b, { replaces: a }], [c, {}]), { allowRetirements: true })).toMatchObject(
      {
        retired: 1,
      },
    );
    expect(await city.publish('HOUSES', rows([c, { replaces: b }]), { allowRetirements: true })).toMatchObject({
      retired: 1,
    });
    const gone = { state: 'RETIRED', validFrom: '', replaces: c };
    const report = await city.publish('HOUSES', rows([a, gone], [c, { replaces: b }]));
    expect(reasonsIn(report)).toEqual(['CYCLE 2 replaces', 'CYCLE 3 replaces', 'TOO_MANY_REJECTIONS']);
    const mended = await city.publish(
      'HOUSES',
      rows([a, gone], [b, { ...gone, replaces: '' }], [c, { ...gone, replaces: b }]),
    );
    expect(reasonsIn(mended)).toEqual([]);
  });
});

describe('thresholds', () => {
  test('refuse a file that would retire more than a tenth, unless that is allowed', async () => {
    const before = await newest(city.store);
    const source = csv('houses', houses.slice(3));
    const refused = await city.publish('HOUSES', source);
    expect(refused).toMatchObject({ published: false, refused: true, retired: 3, edition: 4 });
    expect(reasonsIn(refused)).toEqual(['TOO_MANY_RETIREMENTS']);
    expect(await newest(city.store)).toEqual(before);
    expect((await city.publish('HOUSES', source, { allowRetirements: true })).published).toBe(true);
    expect((await city.publish('HOUSES', csv('houses', houses.slice(5)))).published).toBe(true);
  });

  test('refuse a file that lacks nearly all before a block is written, and only for what it lacks', async () => {
    const blocksOf = () => {
      const database = new DatabaseSync(join(city.folder, 'data', 'basegrid.sqlite'), { readOnly: true });
      const { blocks } = database.prepare('SELECT count(*) AS blocks FROM open_blocks').get() as { blocks: number };
      database.close();
      return blocks;
    };
    const before = blocksOf();
    const few = [{ ...first, room: 'X' }, house(codeOf(buildings[0]), 9)] as { [column: string]: string }[];
    const refused = await city.publish('HOUSES', csv('houses', few));
    expect(refused).toMatchObject({ refused: true, rows: 2, retired: 22, blocksWritten: 0, edition: 4 });
    expect(refused.findings).toEqual([
      {
        level: 'error',
        reason: 'TOO_MANY_RETIREMENTS',
        message: expect.stringContaining('lacks at least 22, as it has but 2 rows;'),
      },
    ]);
    expect(blocksOf()).toBe(before);
    // What holds on no day to come is not missed: a register of codes that are retired may be as short as it likes.
    expect((await city.publish('HOUSES', csv('houses', few), { allowRetirements: true })).retired).toBe(23);
    expect(await city.publish('HOUSES', csv('houses', few))).toMatchObject({ published: true, unchanged: 2 });
  });

  test('do not count codes of which something is to come: they do not retire on the day', async () => {
    const change = '2027-01-01';
    const announced = houses.flatMap((row) => [
      { ...row, validTo: change },
      { ...row, validFrom: change, room: 'X' },
    ]);
    expect(await city.publish('HOUSES', csv('houses', announced))).toMatchObject({ published: true, rejected: 0 });
    const report = await city.publish('HOUSES', csv('houses', announced.slice(0, 2)));
    expect(report).toMatchObject({ refused: false, retired: 0, unchanged: 2 });
    expect(reasonsIn(report)).toEqual(['BAD_PERIOD']);
  });

  test('refuse a file of which more than a share is rejected', async () => {
    const source = housesWith({
      [codeOf(first)]: { use: 'CASTLE' },
      [codeOf(second)]: { building: `${grids[0]?.code}00099` },
    });
    const refused = await city.publish('HOUSES', source);
    expect(reasonsIn(refused)).toEqual(['BAD_VALUE 2 use', 'MISSING_PARENT 3 building', 'TOO_MANY_REJECTIONS']);
    expect(refused).toMatchObject({ published: false, rejected: 2 });
    expect((await city.publish('HOUSES', source, { maxRejected: 0.1 })).published).toBe(true);
  });

  test('do not count what is held back because a code cannot be read', async () => {
    const rows = [...houses.slice(0, 10), { ...first, code: '44030400100101' }] as { [column: string]: string }[];
    const report = await city.publish('HOUSES', csv('houses', rows), { maxRejected: 0.5 });
    expect(report).toMatchObject({ published: true, retired: 0, retirementsHeld: 14, rejected: 1 });
    expect(await rowsIn(city.store, 'HOUSES')).toHaveLength(24);
  });

  test('always refuse an empty file', async () => {
    for (const source of ['', '\ufeff', csv('houses', [])]) {
      const report = await city.publish('HOUSES', source, { allowRetirements: true, maxRejected: 1 });
      expect([report.refused, reasonsIn(report)]).toEqual([true, ['EMPTY']]);
    }
  });
});

test('a code comes back after an inferred retirement with a warning, after a stated one never', async () => {
  await city.publish(
    'HOUSES',
    housesWith({ [codeOf(first)]: null, [codeOf(second)]: { state: 'RETIRED', validFrom: '' } }),
  );
  const report = await city.publish('HOUSES', csv('houses', houses), { effective: '2026-02-01' });
  expect(reasonsIn(report)).toEqual(['(REINSTATED) 2', 'RETIRED_CODE 3']);
  expect(await periodsOf(city.store, 'HOUSES', first?.code)).toEqual(['2012.. CURRENT']);
  expect(await periodsOf(city.store, 'HOUSES', second?.code)).toEqual([
    '2012..2026-01-01 CURRENT',
    '2026-01-01.. RETIRED',
  ]);
});

test('a row that is rejected leaves what stands under its code, and its other rows come in', async () => {
  const later = { ...first, validFrom: '2026-03', use: 'OFFICE' } as { [column: string]: string };
  await city.publish('HOUSES', housesWith({ [codeOf(first)]: { floor: 'x' } }, later));
  const rows = (await rowsIn(city.store, 'HOUSES')).filter(({ code }) => code === first?.code);
  expect(rows.map(({ validFrom, validTo, use, floor }) => [validFrom, validTo, use, floor])).toEqual([
    ['2012', '2026-03', 'RESIDENTIAL', 1],
    ['2026-03', null, 'OFFICE', 1],
  ]);
});

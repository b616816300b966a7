import { describe, expect, test } from 'vitest';
import {
  building,
  buildings,
  csv,
  divisions,
  geojson,
  grids,
  house,
  houses,
  square,
} from '../builders/publication-city.ts';
import { cityOfEachTest } from '../harness/city-of-each-test.ts';
import { entriesIn, periodsOf, publishingStore, reasonsIn, rowsIn } from '../harness/publishing-store.ts';

const city = cityOfEachTest();

const futian = '440304';
const nanshan = '440305';
const inFutian = <Row extends object>(rows: readonly Row[]): Row[] =>
  rows.filter((row) => 'code' in row && String(row.code).startsWith(futian));

describe('a publication of one district', () => {
  test('retires and counts only what lies in it, in every register', async () => {
    const files = [
      ['DIVISIONS', csv('divisions', inFutian(divisions))],
      ['GRIDS', geojson(inFutian(grids))],
      ['BUILDINGS', csv('buildings', inFutian(buildings))],
      ['HOUSES', csv('houses', inFutian(houses))],
    ] as const;
    for (const [register, source] of files) {
      const report = await city.publish(register, source, { district: futian });
      expect(report).toMatchObject({ district: futian, published: true, retired: 0, rejected: 0, blocksWritten: 0 });
      expect(report.unchanged).toBe(report.rows);
    }
    const report = await city.publish('HOUSES', csv('houses', inFutian(houses).slice(1)), { district: futian });
    expect(report).toMatchObject({ published: true, retired: 1 });
  });

  test('measures its retirements by the rows in scope: 2 of 16 are too many, though not of 24', async () => {
    const source = csv('houses', inFutian(houses).slice(2));
    const report = await city.publish('HOUSES', source, { district: futian });
    expect(reasonsIn(report)).toEqual(['TOO_MANY_RETIREMENTS']);
    expect(report.findings[0]?.message).toContain('2 of 16 codes');
    expect(report).toMatchObject({ retired: 2, blocksWritten: 0 });
    expect((await city.publish('HOUSES', csv('houses', houses.slice(2)))).published).toBe(true);
  });

  test('refuses rows that lie outside: OUTSIDE_DISTRICT', async () => {
    const stray = houses.at(-1);
    const source = csv('houses', [...inFutian(houses), { ...stray, room: 'X' } as { [column: string]: string }]);
    const report = await city.publish('HOUSES', source, { district: futian, maxRejected: 1 });
    expect(reasonsIn(report)).toEqual(['OUTSIDE_DISTRICT 18']);
    expect(report).toMatchObject({ rejected: 1, unchanged: 16 });
    const whole = await city.publish('DIVISIONS', csv('divisions', divisions), { district: nanshan, maxRejected: 1 });
    expect(whole).toMatchObject({ rejected: 5, unchanged: 3 });
    const side = await city.publish('GRIDS', geojson(grids), { district: futian, maxRejected: 1 });
    expect(reasonsIn(side)).toEqual(['OUTSIDE_DISTRICT 3']);
  });

  test('that no division is refuses the file with one line that names it, in every register', async () => {
    const files = [
      ['DIVISIONS', csv('divisions', divisions)],
      ['GRIDS', geojson(grids)],
      ['BUILDINGS', csv('buildings', buildings)],
      ['HOUSES', csv('houses', houses)],
    ] as const;
    for (const [register, source] of files) {
      const report = await city.publish(register, source, { district: '440399', maxRejected: 1 });
      expect(report).toMatchObject({
        refused: true,
        published: false,
        retired: 0,
        blocksWritten: 0,
        findingsOmitted: 0,
      });
      expect(report.findings).toEqual([
        {
          level: 'error',
          reason: 'OUTSIDE_DISTRICT',
          message: 'Cannot publish district "440399": it must be a division of the register, is none',
          codes: ['440399'],
        },
      ]);
    }
  });

  test('may be one that its own file brings', async () => {
    const row = { ...divisions.find(({ code }) => code === nanshan), code: '440399', name: '新区' };
    const report = await city.publish('DIVISIONS', csv('divisions', [row as { [column: string]: string }]), {
      district: '440399',
    });
    expect(report).toMatchObject({ published: true, inserted: 1 });
  });

  test('names a house whose building is unknown once: MISSING_PARENT', async () => {
    const lost = house('4403040010010199999', 1);
    const report = await city.publish('HOUSES', csv('houses', [...inFutian(houses), lost]), {
      district: futian,
      maxRejected: 1,
    });
    expect(reasonsIn(report)).toEqual(['MISSING_PARENT 18 building']);
  });

  test('takes a row that moves in from the other district, which then no longer misses it', async () => {
    const moving = buildings.at(-1);
    const moved = { ...moving, grid: grids[0]?.code ?? '', community: grids[0]?.community ?? '', validFrom: '' };
    const source = csv('buildings', [...inFutian(buildings), moved]);
    const report = await city.publish('BUILDINGS', source, { district: futian });
    expect(report).toMatchObject({ updated: 1, rejected: 0, retired: 0 });
    expect(await periodsOf(city.store, 'BUILDINGS', moving?.code)).toEqual([
      '2010..2026-01-01 CURRENT',
      '2026-01-01.. CURRENT',
    ]);
    const rest = buildings.filter(({ code }) => code?.startsWith(nanshan) && code !== moving?.code);
    const other = await city.publish('BUILDINGS', csv('buildings', rest), {
      district: nanshan,
      allowRetirements: true,
    });
    expect(other).toMatchObject({ retired: 0, unchanged: 1 });
    // Its houses moved along: they are in Futian's scope now.
    const houseReport = await city.publish('HOUSES', csv('houses', inFutian(houses)), {
      district: futian,
      allowRetirements: true,
    });
    expect(houseReport.retired).toBe(4);
  });

  test('retires grids of a community that is itself gone', async () => {
    const left = divisions.filter(({ code }) => code !== '440304001002');
    await city.publish('DIVISIONS', csv('divisions', left), { allowRetirements: true });
    const report = await city.publish('GRIDS', geojson(grids.slice(0, 1)), {
      district: futian,
      allowRetirements: true,
      effective: '2026-02-01',
    });
    expect(report).toMatchObject({ retired: 1, unchanged: 1, rejected: 0 });
  });
});

describe('orders of houses', () => {
  const communityOf = async (code: string | undefined): Promise<string[]> =>
    (await entriesIn(city.store, 'HOUSES', 'order.community')).flatMap(([key, from, to]) => {
      const [community, house, day] = key.split(' ');
      return house === code ? [`${community} ${day} ${from === 0 ? 'never' : to === null ? 'open' : 'closed'}`] : [];
    });

  test('follow a building that moves, in the same edition', async () => {
    const code = buildings[0]?.code;
    const target = grids[1];
    const moved = { grid: target?.code ?? '', community: target?.community ?? '', validFrom: '2026-01-01' };
    const rows = buildings.flatMap((row) => (row.code === code ? [row, { ...row, ...moved }] : [row]));
    const report = await city.publish('BUILDINGS', csv('buildings', rows));
    expect(report).toMatchObject({ published: true, edition: 5 });
    const edition = await city.store.editions.latest('PUBLIC');
    expect([edition?.number, edition?.registers.HOUSES?.seq]).toEqual([5, 1]);
    expect(await communityOf(houses[0]?.code)).toEqual([
      '440304001001 2012-01-01 closed',
      '440304001002 2026-01-01 open',
    ]);
  });

  test('are those of a build from scratch when two buildings of one house move at once', async () => {
    const [one, two] = [building(grids[0]?.code ?? '', 1), building(grids[1]?.code ?? '', 1)];
    const walker = houses[0];
    const periods = [
      { ...walker, validTo: '2020' },
      { ...walker, building: two.code ?? '', validFrom: '2020' },
    ] as { [column: string]: string }[];
    const all = [...periods, ...houses.slice(1)];
    await city.publish('HOUSES', csv('houses', all));
    const third = { grid: grids[2]?.code ?? '', community: grids[2]?.community ?? '' };
    const moved = [
      { ...one, ...third, validFrom: '2015' },
      { ...two, ...third, validFrom: '2022' },
    ];
    await city.publish('BUILDINGS', csv('buildings', [...buildings, ...moved]));
    expect(await communityOf(walker?.code)).toEqual([
      '440304001001 2012-01-01 closed',
      '440304001002 2020-01-01 closed',
      '440305001001 2015-01-01 closed',
      '440305001001 2022-01-01 open',
    ]);
    await using fresh = publishingStore();
    await fresh.publish('DIVISIONS', csv('divisions', divisions));
    await fresh.publish('GRIDS', geojson(grids));
    await fresh.publish('BUILDINGS', csv('buildings', [...buildings, ...moved]));
    await fresh.publish('HOUSES', csv('houses', all));
    for (const tree of ['order.community', 'order.grid', 'order.building', 'order.replaces'])
      expect(await entriesIn(fresh.store, 'HOUSES', tree)).toEqual(await entriesIn(city.store, 'HOUSES', tree));
  });

  test('hold tombstones that are live on no day', async () => {
    const gone = { ...houses[0], state: 'RETIRED', validFrom: '2026-01-01' };
    await city.publish('HOUSES', csv('houses', [gone, ...houses.slice(1)]));
    expect(await communityOf(houses[0]?.code)).toEqual([
      '440304001001 2012-01-01 closed',
      '440304001001 2026-01-01 never',
    ]);
    expect((await rowsIn(city.store, 'HOUSES')).filter(({ code }) => code === houses[0]?.code)).toHaveLength(2);
  });
});

test('a grid that moves to another community changes its order there', async () => {
  const moved = { ...grids[1], code: grids[1]?.code ?? '', community: communities(0), geometry: square(1) };
  const report = await city.publish('GRIDS', geojson([grids[0] ?? moved, moved, grids[2] ?? moved]));
  expect(reasonsIn(report)).toEqual(['(PREFIX_DIFFERS) 2 community']);
  const keys = (await entriesIn(city.store, 'GRIDS', 'order.community')).map(([key]) => key);
  expect(keys).toContain(`440304001001 ${moved.code} 2010-01-01`);
});

function communities(index: number): string {
  return grids[index]?.community ?? '';
}

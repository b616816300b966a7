import { beforeEach, describe, expect, test } from 'vitest';
import type { RegisterEdition } from '../../schema/ports.ts';
import { registerOf } from '../../schema/registers/index.ts';
import { layoutOf, type StoredRow } from '../../schema/registers/register.ts';
import { csv, houses } from '../builders/publication-city.ts';
import { ask } from '../harness/ask.ts';
import { cityOfEachTest } from '../harness/city-of-each-test.ts';
import { layOutHouses } from '../harness/lay-out-houses.ts';
import { entriesIn, newest, rowsIn } from '../harness/publishing-store.ts';

const city = cityOfEachTest();

const today = layoutOf(registerOf('HOUSES'));
const without = (fields: readonly string[] | undefined, name: string): string[] =>
  (fields ?? []).filter((field) => field !== name);
/** As if `floor` had once been for enterprises, and `rented` for everyone. */
const yesterday = {
  open: [...without(today.open, 'floor'), 'rented'],
  enterprise: [...(today.enterprise ?? []), 'floor'],
};

const layOut = (layout: RegisterEdition['layout'], before?: Partial<StoredRow>) =>
  layOutHouses(city.store, layout, before);

describe('a field that changed its class since the rows were built', () => {
  beforeEach(() => layOut(yesterday));

  test('moves to its class with the next publication, whatever that changes', async () => {
    const before = await rowsIn(city.store, 'HOUSES');
    const report = await city.publish('HOUSES', csv('houses', houses));
    expect(report).toMatchObject({ published: true, updated: 0, unchanged: 24 });
    expect((await newest(city.store, 'PUBLIC')).registers.HOUSES?.layout.open).toEqual(today.open);
    expect((await newest(city.store)).registers.HOUSES?.layout).toEqual(today);
    const byName = (row: object): object => Object.fromEntries(Object.entries(row).sort());
    expect((await rowsIn(city.store, 'HOUSES')).map(byName)).toEqual(before.map(byName));
    expect(JSON.stringify(await entriesIn(city.store, 'HOUSES', 'rows.open'))).not.toContain('false');
  });

  test('is known in its new class from then on; a class that only lost a field says what it said before', async () => {
    await city.publish('HOUSES', csv('houses', houses));
    const [open] = await entriesIn(city.store, 'HOUSES', 'rows.open');
    const [enterprise] = await entriesIn(city.store, 'HOUSES', 'rows.enterprise');
    expect([open?.[3], enterprise?.[3]]).toEqual([
      [3, ...Object.values(openFields(1))],
      [2, 75.5],
    ]);
    const superseded = await entriesIn(city.store, 'HOUSES', 'superseded.open');
    expect(superseded).toHaveLength(25);
    expect(superseded.slice(0, 2).map(([, , , value]) => value)).toEqual([
      [1, 2, ...Object.values(openFields(null))],
      [2, 3, ...Object.values(openFields(null))],
    ]);
    expect((await entriesIn(city.store, 'HOUSES', 'superseded.enterprise')).map(([, , , value]) => value)).toEqual([
      [1, 2, 75.5],
    ]);
  });

  test('leaves the old belief of a row that changes in the same publication', async () => {
    const changed = houses.map((row, index) => (index === 1 ? { ...row, floorArea: '80', room: 'X' } : row));
    await city.publish('HOUSES', csv('houses', changed));
    const past = await entriesIn(city.store, 'HOUSES', 'superseded.enterprise');
    expect(past.map(([key, , , value]) => [key.slice(0, 25), value])).toEqual([
      [houses[0]?.code, [1, 2, 75.5]],
      [houses[1]?.code, [2, 3, 75.5]],
    ]);
  });

  test('is settled by one publication: the same file again writes nothing', async () => {
    const { edition } = await city.publish('HOUSES', csv('houses', houses));
    expect(await city.publish('HOUSES', csv('houses', houses))).toMatchObject({ blocksWritten: 0, edition });
  });

  function openFields(floor: number | null) {
    const [first] = houses;
    const lifecycle = { state: 'CURRENT', validFrom: '2012', validTo: null, replaces: [], retirement: null };
    const stored = { code: first?.code, building: first?.building, room: '101', floor, use: 'RESIDENTIAL' };
    return { ...stored, floorAreaBand: 'FROM_60_TO_90', ...lifecycle };
  }
});

test('what changed in a field while it was open is told to no lower tier once it is closed: not before it moves, and not after', async () => {
  const open = [...(today.open ?? []), 'rented'];
  await layOut({ ...today, open, government: [] }, { rented: true });
  const code = houses[0]?.code ?? '';
  const told = async (tier: 'PUBLIC' | 'ENTERPRISE') => {
    const query = `{ house(code: "${code}") { knownFrom history { totalCount nodes { knownFrom knownTo } } }
      changes(register: HOUSES, since: 0, first: 1000) { totalCount nodes { seq } } }`;
    const { data, errors } = await ask({ city: city.store, tier }, query);
    expect(errors).toEqual([]);
    return data;
  };
  const [first] = await city.store.editions.publications('PUBLIC', 'HOUSES', 0);
  for (const republished of [false, true]) {
    if (republished) expect(await city.publish('HOUSES', csv('houses', houses))).toMatchObject({ published: true });
    for (const tier of ['PUBLIC', 'ENTERPRISE'] as const) {
      const { house, changes } = await told(tier);
      expect(house).toEqual({
        knownFrom: first?.at,
        history: { totalCount: 1, nodes: [{ knownFrom: first?.at, knownTo: null }] },
      });
      expect(changes.totalCount).toBe(24);
      expect(changes.nodes).toHaveLength(24);
    }
  }
});

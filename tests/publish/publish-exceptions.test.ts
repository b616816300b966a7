import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { publishDefaults } from '../../functions/publish/publish-request.ts';
import type { Register } from '../../schema/registers/register.ts';
import { entities } from '../builders/entity-cells.ts';
import { day } from '../builders/publication-case.ts';
import { csv, grids } from '../builders/publication-city.ts';
import { ask } from '../harness/ask.ts';
import { entriesIn, newest, type PublishingStore, publishingStore } from '../harness/publishing-store.ts';

type Policies = Register['policies'];
const orders = ['grid', 'house', 'industry', 'name', 'words'] as const;
const file = csv('entities', entities(6));

let cities: { readonly changed: PublishingStore; readonly fresh: PublishingStore };
beforeEach(async () => {
  cities = { changed: publishingStore(), fresh: publishingStore() };
  for (const city of Object.values(cities)) await city.publishCity();
  await cities.fresh.publish('ENTITIES', file);
});
afterEach(async () => {
  for (const city of Object.values(cities)) await city[Symbol.asyncDispose]();
});

/** Publishes entities by a program whose policy says otherwise which records are stricter. */
async function publishYesterday({ store, folder }: PublishingStore, change: (policies: Policies) => Policies) {
  vi.resetModules();
  vi.doMock('../../schema/registers/entities/record.ts', async (original) => {
    const today = await original<{ entityPolicies: Policies }>();
    return { ...today, entityPolicies: change(today.entityPolicies) };
  });
  const { publish } = await import('../../functions/publish/publish.ts');
  vi.doUnmock('../../schema/registers/entities/record.ts');
  const now = Date.UTC(2026, 0, 1, 0, 1);
  const pieces = (async function* () {
    yield Buffer.from(file);
  })();
  const report = await publish(
    {
      ...publishDefaults,
      ...{ register: 'ENTITIES', name: 'entities.csv', bytes: pieces, folder: join(folder) },
      ...{ effective: day('2026-01-01'), now: () => now },
    },
    store,
  );
  expect(report).toMatchObject({ published: true, inserted: 24 });
}

function changedRules(change: (policy: Policies[string]) => Policies[string]) {
  return (policies: Policies): Policies =>
    Object.fromEntries(Object.entries(policies).map(([field, policy]) => [field, change(policy)]));
}

const ruled = (records: string, applies: () => boolean) =>
  changedRules((policy) =>
    policy?.stricter === undefined
      ? policy
      : ({ ...policy, stricter: { ...policy.stricter, records, applies } } as typeof policy),
  );

const pasts = {
  'no field was stricter for anyone': changedRules((policy) => {
    const { stricter: _, ...rest } = policy as NonNullable<typeof policy>;
    return rest as typeof policy;
  }),
  'nobody was an exception': ruled('nobody', () => false),
  'everybody was an exception': ruled('everybody', () => true),
};

const question = `{
  grid(code: "${grids[1]?.code}") { entities(first: 100) { totalCount nodes { code name } } }
  entities(first: 100) { totalCount nodes { code name address grid { code } } }
  named: entities(filter: { nameContains: "示例" }, first: 100) { totalCount nodes { code } }
}`;

const answerOf = async ({ store }: PublishingStore, tier: 'PUBLIC' | 'ENTERPRISE') => {
  const { data, errors } = await ask({ city: store, tier }, question);
  expect(errors).toEqual([]);
  return data;
};

describe.each(Object.entries(pasts))('when %s', (_, change) => {
  test('the next publication places all rows and orders by the rules of today', async () => {
    await publishYesterday(cities.changed, change);
    const report = await cities.changed.publish('ENTITIES', file);
    expect(report).toMatchObject({ published: true, unchanged: 24, updated: 0 });
    for (const tree of orders.flatMap((order) => [`order.${order}`, `order.${order}.enterprise`]))
      expect(await entriesIn(cities.changed.store, 'ENTITIES', tree), tree).toEqual(
        await entriesIn(cities.fresh.store, 'ENTITIES', tree),
      );
    const fields = async ({ store }: PublishingStore, tree: string) =>
      (await entriesIn(store, 'ENTITIES', tree)).map(([key, from, to, value]) => [
        key,
        from,
        to,
        (value as []).slice(1),
      ]);
    for (const tree of ['rows.open', 'rows.enterprise'])
      expect(await fields(cities.changed, tree)).toEqual(await fields(cities.fresh, tree));
    for (const tier of ['PUBLIC', 'ENTERPRISE'] as const)
      expect(await answerOf(cities.changed, tier)).toEqual(await answerOf(cities.fresh, tier));
    expect((await newest(cities.changed.store)).registers.ENTITIES?.exceptions).toBe(
      (await newest(cities.fresh.store)).registers.ENTITIES?.exceptions,
    );
    expect(await cities.changed.publish('ENTITIES', file)).toMatchObject({ blocksWritten: 0, edition: report.edition });
  });

  test('nobody reads, finds or counts before that what the rules of today close', async () => {
    await publishYesterday(cities.changed, change);
    const found = await answerOf(cities.changed, 'PUBLIC');
    const wanted = await answerOf(cities.fresh, 'PUBLIC');
    const codes = (list: { nodes: readonly { code: string }[] }) => list.nodes.map(({ code }) => code);
    const lists = [
      [found.grid.entities, wanted.grid.entities],
      [found.named, wanted.named],
    ];
    for (const [list, right] of lists) {
      expect(codes(right)).toEqual(expect.arrayContaining(codes(list)));
      expect([null, right.totalCount, 0]).toContain(list.totalCount);
    }
    const persons = found.entities.nodes.filter(({ code }: { code: string }) => code.startsWith('92'));
    expect(persons).toHaveLength(6);
    for (const { code, ...closed } of persons) expect(closed, code).toEqual({ name: null, address: null, grid: null });
  });
});

test('an order that did not stand is made whole by the next publication of its register, and not in part by another', async () => {
  await cities.changed.publish('ENTITIES', file);
  const { store } = cities.changed;
  const lines = await Promise.all(
    (['PUBLIC', 'REGISTERED', 'ENTERPRISE', 'GOVERNMENT'] as const).map((tier) => store.editions.latest(tier)),
  );
  const editions = lines.flatMap((line) => {
    if (line === null) return [];
    const { HOUSES, ...registers } = line.registers;
    if (HOUSES === undefined) return [];
    const { 'order.community': _, ...trees } = HOUSES.trees;
    return [
      {
        ...line,
        number: line.number + 1,
        at: '2026-01-01T00:02:00.000Z',
        registers: { ...registers, HOUSES: { ...HOUSES, trees } },
      },
    ];
  });
  expect(await store.editions.move({ editions, publications: [], report: null, leaves: [] })).toBe('moved');
  const { buildings, csv: write, houses } = await import('../builders/publication-city.ts');
  const renamed = buildings.map((row, place) => (place === 0 ? { ...row, name: 'renamed' } : row));
  await cities.changed.publish('BUILDINGS', write('buildings', renamed));
  expect((await newest(store)).registers.HOUSES?.trees).not.toHaveProperty('order.community');
  await cities.changed.publish('HOUSES', write('houses', houses));
  expect(await entriesIn(store, 'HOUSES', 'order.community')).toEqual(
    await entriesIn(cities.fresh.store, 'HOUSES', 'order.community'),
  );
});

import { beforeAll, describe, expect, test } from 'vitest';
import { mayRead } from '../../schema/privacy/field-class.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import { addressesOfStory, closedOfTrader, entitiesOfStory } from '../builders/story-entities.ts';
import type { Place } from './place.ts';
import { readAll } from './read-all.ts';

const { company, society, soleTrader, dissolved } = entitiesOfStory;
const { house, grid, community, elsewhere } = addressesOfStory;
const readsTraders = (tier: Tier): boolean => mayRead(tier, 'enterprise');

/** Filters with what they find for whoever may not read what is closed of sole traders, and what more for others. */
const filters: readonly (readonly [filter: string, open: readonly string[], more: readonly string[]])[] = [
  ['name: "示例"', [company, society, dissolved], [soleTrader]],
  ['name: "示例星河"', [company, society], []],
  ['name: "示例星河科技(深圳)"', [company], []],
  ['name: "示例张某"', [], [soleTrader]],
  ['nameContains: "星河"', [company, society], [soleTrader]],
  ['nameContains: "便利店"', [], [soleTrader]],
  ['nameContains: "山商贸"', [dissolved], []],
  ['industry: "I65"', [company], []],
  ['industry: "52"', [dissolved], [soleTrader]],
  ['industry: "F"', [dissolved, soleTrader], []],
  [`within: "${grid}"`, [company, society], [soleTrader]],
  [`within: "${community}"`, [company, society, soleTrader], []],
  [`within: "${elsewhere}"`, [dissolved], []],
  ['status: DISSOLVED, within: "440304002"', [dissolved], []],
];

/** Register entities: found by code, name and place, each as far as the caller may read of it. */
export function entitiesSuite(open: () => Promise<Place>): void {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  });

  test('a company is shown to everyone with all that it points at, but capital and representative to enterprises alone', async () => {
    const source = `{ entity(code: "${company}") { code name status category industry industrySection representative address
      registeredOn dissolvedOn capital house { code room } grid { code } community { code } history { totalCount } } }`;
    for (const tier of tiers) {
      const { data, errors, withheld } = await place.ask(source, {}, tier);
      expect(errors).toEqual([]);
      expect(data.entity).toEqual({
        ...{ code: company, name: '示例星河科技（深圳）有限公司', status: 'ACTIVE', category: '企业' },
        ...{ industry: 'I6513', industrySection: 'I', address: '示例路1号' },
        ...{ registeredOn: '2015-03-01', dissolvedOn: null, capital: null, representative: null },
        ...(readsTraders(tier) ? { capital: 100.5, representative: '某甲' } : {}),
        ...{ house: { code: house, room: '901' }, grid: { code: grid }, community: { code: community } },
        history: { totalCount: 1 },
      });
      expect(withheld.map(({ coordinate }) => coordinate)).toEqual(
        readsTraders(tier) ? [] : ['Entity.capital', 'Entity.representative'],
      );
    }
  });

  test('of a sole trader the name, the representative and the address are shown to enterprises alone', async () => {
    const source = `{ entity(code: "${soleTrader}") { status industrySection community { code } ${Object.keys(closedOfTrader).join(' ')} house { code } grid { code } } }`;
    const open = { status: 'ACTIVE', industrySection: 'F', community: { code: community } };
    for (const tier of tiers) {
      const { data, errors, withheld } = await place.ask(source, {}, tier);
      expect(errors).toEqual([]);
      const closed = { ...closedOfTrader, house: { code: house }, grid: { code: grid } };
      const names = Object.keys(closed);
      const nothing = Object.fromEntries(names.map((name) => [name, null]));
      expect(data.entity).toEqual({ ...open, ...(readsTraders(tier) ? closed : nothing) });
      const told = withheld.map(({ coordinate, requires }) => [coordinate, requires]);
      const wanted = readsTraders(tier) ? [] : names.map((name) => [`Entity.${name}`, 'ENTERPRISE']).sort();
      expect(told).toEqual(wanted);
    }
  });

  describe.each(tiers)('asked by %s', (tier) => {
    test.each(filters)('{ %s } finds and counts what it means', async (filter, openly, more) => {
      const asking = (source: string) => place.ask(source, {}, tier);
      const wanted = [...openly, ...(readsTraders(tier) ? more : [])].sort();
      for (const first of [1, 50]) {
        const { codes, totals } = await readAll(asking, 'entities', `filter: { ${filter} }`, first);
        expect([...codes].sort()).toEqual(wanted);
        // A status beside another condition is looked for row by row: how many hold both is not known ahead.
        if (!filter.includes('status')) expect(new Set(totals)).toEqual(new Set([wanted.length]));
      }
    });

    test('a grid and a house show and count whom the caller may place there', async () => {
      const { data, errors, withheld } = await place.ask(
        `{ grid(code: "${grid}") { entities { totalCount nodes { code } } } house(code: "${house}") { entities { totalCount nodes { code } } } }`,
        {},
        tier,
      );
      expect(errors).toEqual([]);
      const wanted = [company, society, ...(readsTraders(tier) ? [soleTrader] : [])].sort();
      const list = { totalCount: wanted.length, nodes: wanted.map((code) => ({ code })) };
      expect(data).toEqual({ grid: { entities: list }, house: { entities: list } });
      const told = withheld.map(({ coordinate }) => coordinate);
      expect(told).toEqual(readsTraders(tier) ? [] : ['Grid.entities', 'House.entities']);
    });

    test('the feed of changes tells of each, and of a sole trader no more than may be read', async () => {
      const { data, errors } = await place.ask(
        '{ changes(register: ENTITIES, since: 0) { totalCount nodes { kind key after { ... on Entity { name } } } } }',
        {},
        tier,
      );
      expect(errors).toEqual([]);
      const nodes: readonly { key: string; after: { name: string | null } }[] = data.changes.nodes;
      expect(nodes.map(({ key }) => key).sort()).toEqual(Object.values(entitiesOfStory).sort());
      const trader = nodes.find(({ key }) => key === soleTrader);
      expect(trader).toMatchObject({
        kind: 'INSERTED',
        after: { name: readsTraders(tier) ? closedOfTrader.name : null },
      });
    });
  });

  test('an entity is found again by its id', async () => {
    for (const code of [company, soleTrader]) {
      const { id } = (await place.ask(`{ entity(code: "${code}") { id } }`)).data.entity;
      const { data } = await place.ask('query ($id: ID!) { node(id: $id) { ... on Entity { code } } }', { id });
      expect(data.node).toEqual({ code });
    }
  });
}

import { builder } from '../../builder.ts';
import type { CreditCode } from '../../codes/credit-code.ts';
import { authorityOf, categoryOf } from '../../codes/credit-code-names.ts';
import { pageArguments, timeArguments } from '../../connections/arguments.ts';
import { connectionOf } from '../../connections/connection.ts';
import { origin, type Released } from '../../privacy/release.ts';
import { findRow } from '../../reading/find-row.ts';
import { everything } from '../../reading/list-query.ts';
import { listRows } from '../../reading/list-rows.ts';
import { relation } from '../../reading/relation.ts';
import { madeOf, stored } from '../../reading/row-field.ts';
import { asOfArguments } from '../../reading/time-of-answer.ts';
import { EntityStatus } from '../../scalars/enums.ts';
import { Division } from '../divisions/type.ts';
import { Grid } from '../grids/type.ts';
import { history } from '../history-field.ts';
import { House } from '../houses/type.ts';
import { Node, Versioned } from '../versioned-type.ts';
import { EntityFilter, entityQuery } from './filter.ts';
import { entityPolicies } from './record.ts';

/** An entity as the viewer may see it. */
export const Entity = builder.objectRef<Released<'ENTITIES'>>('Entity');
/** Pages of entities. */
export const EntityConnection = connectionOf(Entity, 'Entity');

Entity.implement({
  description: 'An organisation or a sole trader, by unified social credit code. Of sole traders little is open.',
  interfaces: [Node, Versioned],
  extensions: { register: 'ENTITIES' },
  fields: (t) => ({
    code: t.expose('code', { type: 'CreditCode', nullable: false, ...stored(entityPolicies.code) }),
    authority: t.string({
      description: 'Who registered it, in Chinese: the first character of the code (GB 32100).',
      extensions: madeOf({ reads: ['code'] }),
      resolve: ({ code }) => authorityOf(code as CreditCode)?.chinese ?? null,
    }),
    category: t.string({
      description: 'What kind it is, in Chinese: the second character of the code (GB 32100).',
      extensions: madeOf({ reads: ['code'] }),
      resolve: ({ code }) => categoryOf(code as CreditCode)?.chinese ?? null,
    }),
    name: t.exposeString('name', stored(entityPolicies.name)),
    status: t.expose('status', { type: EntityStatus, nullable: false, ...stored(entityPolicies.status) }),
    registeredOn: t.expose('registeredOn', { type: 'Date', ...stored(entityPolicies.registeredOn) }),
    dissolvedOn: t.expose('dissolvedOn', { type: 'Date', ...stored(entityPolicies.dissolvedOn) }),
    industry: t.exposeString('industry', stored(entityPolicies.industry)),
    industrySection: t.exposeString('industrySection', stored(entityPolicies.industrySection)),
    capital: t.exposeFloat('capital', stored(entityPolicies.capital)),
    representative: t.exposeString('representative', stored(entityPolicies.representative)),
    address: t.exposeString('address', stored(entityPolicies.address)),
    house: t.field({ type: House, ...relation('HOUSES', entityPolicies.house, 'house') }),
    grid: t.field({ type: Grid, ...relation('GRIDS', entityPolicies.grid, 'grid') }),
    community: t.field({ type: Division, ...relation('DIVISIONS', entityPolicies.community, 'community') }),
  }),
});

builder.objectField(Grid, 'entities', (t) =>
  t.field({
    type: EntityConnection,
    nullable: false,
    description: 'Entities of the grid, by code; only those whose grid you may read.',
    args: pageArguments,
    resolve: (grid, page, context, info) => {
      const query = { ...everything, within: grid.code };
      return listRows({ register: 'ENTITIES', query, named: grid.code, asOf: grid[origin].asOf }, page, context, info);
    },
  }),
);

builder.objectField(House, 'entities', (t) =>
  t.field({
    type: EntityConnection,
    nullable: false,
    description: 'Entities registered in the house, by code; only those whose house you may read.',
    args: pageArguments,
    resolve: (house, page, context, info) => {
      const query = { ...everything, under: { tree: 'order.house', first: house.code } };
      const { asOf } = house[origin];
      return listRows({ register: 'ENTITIES', query, named: house.code, asOf }, page, context, info);
    },
  }),
);

builder.objectField(Entity, 'history', (t) => t.field({ type: EntityConnection, ...history }));

builder.queryFields((t) => ({
  entity: t.field({
    type: Entity,
    description: 'An entity by its code; null where there is none.',
    args: { code: t.arg({ type: 'CreditCode', required: true, description: 'Code of the entity.' }), ...timeArguments },
    resolve: (_, args, context, info) => findRow('ENTITIES', args, context, info),
  }),
  entities: t.field({
    type: EntityConnection,
    description:
      'Entities: with `code` or `codeIn` by code; by `name` in the order of its characters; `nameContains` by the words from there on; `within` a division by community and code, a grid by code; by `industry` its code; else by code.',
    args: {
      filter: t.arg({ type: EntityFilter, description: 'What must hold of each.' }),
      ...pageArguments,
      ...timeArguments,
    },
    resolve: async (_, { filter, validAt, knownAt, ...page }, context, info) => {
      const query = entityQuery(filter ?? {});
      const asOf = await asOfArguments(context, { validAt, knownAt });
      return listRows({ register: 'ENTITIES', query, named: [filter, validAt], asOf, knownAt }, page, context, info);
    },
  }),
}));

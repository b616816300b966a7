import { builder } from '../../builder.ts';
import { pageArguments, timeArguments } from '../../connections/arguments.ts';
import { connectionOf } from '../../connections/connection.ts';
import { origin, type Released } from '../../privacy/release.ts';
import { findRow } from '../../reading/find-row.ts';
import { everything } from '../../reading/list-query.ts';
import { listRows } from '../../reading/list-rows.ts';
import { relation } from '../../reading/relation.ts';
import { stored } from '../../reading/row-field.ts';
import { asOfArguments } from '../../reading/time-of-answer.ts';
import { FloorAreaBand, Use } from '../../scalars/enums.ts';
import { Building } from '../buildings/type.ts';
import { Division } from '../divisions/type.ts';
import { Grid } from '../grids/type.ts';
import { history } from '../history-field.ts';
import { Node, Versioned } from '../versioned-type.ts';
import { HouseFilter, houseQuery } from './filter.ts';
import { housePolicies } from './record.ts';

/** A house as the viewer may see it. */
export const House = builder.objectRef<Released<'HOUSES'>>('House');
/** Pages of houses. */
export const HouseConnection = connectionOf(House, 'House');

const gridPolicy = { class: 'open', description: 'The basic grid of its building.' } as const;
const communityPolicy = { class: 'open', description: 'The community of its building.' } as const;

House.implement({
  description: 'One dwelling or unit, with one code for life.',
  interfaces: [Node, Versioned],
  extensions: { register: 'HOUSES' },
  fields: (t) => ({
    code: t.expose('code', { type: 'HouseCode', nullable: false, ...stored(housePolicies.code) }),
    building: t.field({ type: Building, ...relation('BUILDINGS', housePolicies.building, 'building') }),
    grid: t.field({ type: Grid, ...relation('GRIDS', gridPolicy, 'building', 'grid') }),
    community: t.field({ type: Division, ...relation('DIVISIONS', communityPolicy, 'building', 'community') }),
    room: t.exposeString('room', stored(housePolicies.room)),
    floor: t.exposeInt('floor', stored(housePolicies.floor)),
    use: t.expose('use', { type: Use, ...stored(housePolicies.use) }),
    floorArea: t.exposeFloat('floorArea', stored(housePolicies.floorArea)),
    floorAreaBand: t.expose('floorAreaBand', { type: FloorAreaBand, ...stored(housePolicies.floorAreaBand) }),
    rented: t.exposeBoolean('rented', stored(housePolicies.rented)),
  }),
});

builder.objectField(Building, 'houses', (t) =>
  t.field({
    type: HouseConnection,
    nullable: false,
    description: 'Houses of the building, by code; without retired ones.',
    args: pageArguments,
    resolve: (building, page, context, info) => {
      const query = { ...everything, under: { tree: 'order.building', first: building.code } };
      const { asOf } = building[origin];
      return listRows({ register: 'HOUSES', query, named: building.code, asOf }, page, context, info);
    },
  }),
);

builder.objectField(House, 'history', (t) => t.field({ type: HouseConnection, ...history }));

builder.queryFields((t) => ({
  house: t.field({
    type: House,
    description: 'A house by its code; null where there is none.',
    args: { code: t.arg({ type: 'HouseCode', required: true, description: 'Code of the house.' }), ...timeArguments },
    resolve: (_, args, context, info) => findRow('HOUSES', args, context, info),
  }),
  houses: t.field({
    type: HouseConnection,
    description:
      'Houses: with `code` or `codeIn` by code; `within` a division by community and code, a grid by code; else by code.',
    args: {
      filter: t.arg({ type: HouseFilter, description: 'What must hold of each.' }),
      ...pageArguments,
      ...timeArguments,
    },
    resolve: async (_, { filter, validAt, knownAt, ...page }, context, info) => {
      const query = houseQuery(filter ?? {});
      const asOf = await asOfArguments(context, { validAt, knownAt });
      return listRows({ register: 'HOUSES', query, named: [filter, validAt], asOf, knownAt }, page, context, info);
    },
  }),
}));

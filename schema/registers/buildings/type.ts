import { builder } from '../../builder.ts';
import { pageArguments, timeArguments } from '../../connections/arguments.ts';
import { connectionOf } from '../../connections/connection.ts';
import { toDegrees } from '../../geometry/coordinates.ts';
import { origin, type Released } from '../../privacy/release.ts';
import { findRow } from '../../reading/find-row.ts';
import { everything } from '../../reading/list-query.ts';
import { listRows } from '../../reading/list-rows.ts';
import { relation } from '../../reading/relation.ts';
import { madeOf, stored } from '../../reading/row-field.ts';
import { asOfArguments } from '../../reading/time-of-answer.ts';
import { Legality, Use } from '../../scalars/enums.ts';
import { crsArgument, Point, showPoint } from '../../scalars/point.ts';
import { Division } from '../divisions/type.ts';
import { Grid } from '../grids/type.ts';
import { history } from '../history-field.ts';
import { Node, Versioned } from '../versioned-type.ts';
import { BuildingFilter, buildingQuery } from './filter.ts';
import { buildingPolicies } from './record.ts';

/** A building as the viewer may see it. */
export const Building = builder.objectRef<Released<'BUILDINGS'>>('Building');
/** Pages of buildings. */
export const BuildingConnection = connectionOf(Building, 'Building');

Building.implement({
  description: 'A building as the city codes it, legal or not.',
  interfaces: [Node, Versioned],
  extensions: { register: 'BUILDINGS' },
  fields: (t) => ({
    code: t.expose('code', { type: 'BuildingCode', nullable: false, ...stored(buildingPolicies.code) }),
    name: t.exposeString('name', stored(buildingPolicies.name)),
    address: t.exposeString('address', stored(buildingPolicies.address)),
    grid: t.field({ type: Grid, ...relation('GRIDS', buildingPolicies.grid, 'grid') }),
    community: t.field({ type: Division, ...relation('DIVISIONS', buildingPolicies.community, 'community') }),
    lon: t.float({ ...stored(buildingPolicies.lon), resolve: ({ lon }) => toDegrees(lon) }),
    lat: t.float({ ...stored(buildingPolicies.lat), resolve: ({ lat }) => toDegrees(lat) }),
    location: t.field({
      type: Point,
      description: 'Where the building stands.',
      extensions: madeOf({ reads: ['lon', 'lat'] }),
      args: crsArgument,
      resolve: ({ lon, lat }, { crs }) => showPoint([lon, lat], crs),
    }),
    floorsAbove: t.exposeInt('floorsAbove', stored(buildingPolicies.floorsAbove)),
    floorsBelow: t.exposeInt('floorsBelow', stored(buildingPolicies.floorsBelow)),
    builtOn: t.expose('builtOn', { type: 'Date', ...stored(buildingPolicies.builtOn) }),
    use: t.expose('use', { type: Use, ...stored(buildingPolicies.use) }),
    legality: t.expose('legality', { type: Legality, ...stored(buildingPolicies.legality) }),
  }),
});

builder.objectField(Grid, 'buildings', (t) =>
  t.field({
    type: BuildingConnection,
    nullable: false,
    description: 'Buildings that stand in the grid, by code; without retired ones.',
    args: pageArguments,
    resolve: (grid, page, context, info) => {
      const query = { ...everything, within: grid.code };
      return listRows({ register: 'BUILDINGS', query, named: grid.code, asOf: grid[origin].asOf }, page, context, info);
    },
  }),
);

builder.objectField(Building, 'history', (t) => t.field({ type: BuildingConnection, ...history }));

builder.queryFields((t) => ({
  building: t.field({
    type: Building,
    description: 'A building by its code; null where there is none.',
    args: {
      code: t.arg({ type: 'BuildingCode', required: true, description: 'Code of the building.' }),
      ...timeArguments,
    },
    resolve: (_, args, context, info) => findRow('BUILDINGS', args, context, info),
  }),
  buildings: t.field({
    type: BuildingConnection,
    description:
      'Buildings: with `code` or `codeIn` by code; with `bbox` or `polygon` along a space-filling curve; `within` a division by community and code, a grid by code; else by code.',
    args: {
      filter: t.arg({ type: BuildingFilter, description: 'What must hold of each.' }),
      ...pageArguments,
      ...timeArguments,
    },
    resolve: async (_, { filter, validAt, knownAt, ...page }, context, info) => {
      const query = await buildingQuery(filter ?? {});
      const asOf = await asOfArguments(context, { validAt, knownAt });
      return listRows({ register: 'BUILDINGS', query, named: [filter, validAt], asOf, knownAt }, page, context, info);
    },
  }),
}));

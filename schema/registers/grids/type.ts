import { builder } from '../../builder.ts';
import { pageArguments, timeArguments } from '../../connections/arguments.ts';
import { connectionOf } from '../../connections/connection.ts';
import { PointInput, readPoint } from '../../filters/area-inputs.ts';
import { decodeGeometry } from '../../geometry/encode-geometry.ts';
import { centroid } from '../../geometry/measures.ts';
import { areaIn } from '../../geometry/reference-systems.ts';
import { origin, type Released } from '../../privacy/release.ts';
import { findRow } from '../../reading/find-row.ts';
import { everything } from '../../reading/list-query.ts';
import { listRows } from '../../reading/list-rows.ts';
import { relation } from '../../reading/relation.ts';
import { madeOf, stored } from '../../reading/row-field.ts';
import { asOfArguments } from '../../reading/time-of-answer.ts';
import { crsArgument, Point, showPoint } from '../../scalars/point.ts';
import { Division } from '../divisions/type.ts';
import { history } from '../history-field.ts';
import { Node, Versioned } from '../versioned-type.ts';
import { GridFilter, gridQuery } from './filter.ts';
import { findGridAt } from './grid-at.ts';
import { gridPolicies } from './record.ts';

/** A basic grid as the viewer may see it. */
export const Grid = builder.objectRef<Released<'GRIDS'>>('Grid');
/** Pages of grids. */
export const GridConnection = connectionOf(Grid, 'Grid');

Grid.implement({
  description: 'A basic grid: the smallest area of city management, part of exactly one community.',
  interfaces: [Node, Versioned],
  extensions: { register: 'GRIDS' },
  fields: (t) => ({
    code: t.expose('code', { type: 'GridCode', nullable: false, ...stored(gridPolicies.code) }),
    community: t.field({ type: Division, ...relation('DIVISIONS', gridPolicies.community, 'community') }),
    name: t.exposeString('name', stored(gridPolicies.name)),
    workGrid: t.expose('workGrid', { type: 'WorkGridCode', ...stored(gridPolicies.workGrid) }),
    post: t.exposeString('post', stored(gridPolicies.post)),
    boundary: t.field({
      type: 'GeoJSON',
      ...stored(gridPolicies.boundary),
      args: crsArgument,
      resolve: ({ boundary }, { crs }) => areaIn(decodeGeometry(boundary), crs ?? 'WGS84'),
    }),
    centroid: t.field({
      type: Point,
      description: 'Centre of mass; it need not lie inside.',
      extensions: madeOf({ reads: ['boundary'] }),
      args: crsArgument,
      resolve: ({ boundary }, { crs }) => showPoint(centroid(decodeGeometry(boundary)), crs),
    }),
    areaM2: t.exposeFloat('areaM2', stored(gridPolicies.areaM2)),
  }),
});

builder.objectField(Division, 'grids', (t) =>
  t.field({
    type: GridConnection,
    nullable: false,
    description: 'Grids inside the division, by community and code; without retired ones.',
    args: pageArguments,
    resolve: (division, page, context, info) => {
      const query = { ...everything, within: division.code };
      const { asOf } = division[origin];
      return listRows({ register: 'GRIDS', query, named: division.code, asOf }, page, context, info);
    },
  }),
);

builder.objectField(Grid, 'history', (t) => t.field({ type: GridConnection, ...history }));

builder.queryFields((t) => ({
  grid: t.field({
    type: Grid,
    description: 'A basic grid by its code; null where there is none.',
    args: { code: t.arg({ type: 'GridCode', required: true, description: 'Code of the grid.' }), ...timeArguments },
    resolve: (_, args, context, info) => findRow('GRIDS', args, context, info),
  }),
  grids: t.field({
    type: GridConnection,
    description: 'Grids: `within` a division by community and code, else by code.',
    args: {
      filter: t.arg({ type: GridFilter, description: 'What must hold of each.' }),
      ...pageArguments,
      ...timeArguments,
    },
    resolve: async (_, { filter, validAt, knownAt, ...page }, context, info) => {
      const query = await gridQuery(filter ?? {});
      const asOf = await asOfArguments(context, { validAt, knownAt });
      return listRows({ register: 'GRIDS', query, named: [filter, validAt], asOf, knownAt }, page, context, info);
    },
  }),
  gridAt: t.field({
    type: Grid,
    description: 'The grid that a point lies in; a point on a shared border belongs to exactly one.',
    args: { point: t.arg({ type: PointInput, required: true, description: 'The point.' }), ...timeArguments },
    resolve: async (_, { point, ...time }, context, info) => {
      const place = readPoint(point);
      const asOf = await asOfArguments(context, time);
      return asOf === null ? null : findGridAt(place, asOf, context, info);
    },
  }),
}));

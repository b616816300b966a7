import { builder } from '../../builder.ts';
import { pageArguments, timeArguments } from '../../connections/arguments.ts';
import { connectionOf } from '../../connections/connection.ts';
import { decodeGeometry } from '../../geometry/encode-geometry.ts';
import { areaIn } from '../../geometry/reference-systems.ts';
import { origin, type Released } from '../../privacy/release.ts';
import { findRow } from '../../reading/find-row.ts';
import { everything } from '../../reading/list-query.ts';
import { listRows } from '../../reading/list-rows.ts';
import { relation } from '../../reading/relation.ts';
import { stored } from '../../reading/row-field.ts';
import { asOfArguments } from '../../reading/time-of-answer.ts';
import { DivisionLevel } from '../../scalars/enums.ts';
import { crsArgument } from '../../scalars/point.ts';
import { history } from '../history-field.ts';
import { Node, Versioned } from '../versioned-type.ts';
import { DivisionFilter, divisionQuery } from './filter.ts';
import { divisionPolicies } from './record.ts';

/** A division as the viewer may see it. */
export const Division = builder.objectRef<Released<'DIVISIONS'>>('Division');
/** Pages of divisions. */
export const DivisionConnection = connectionOf(Division, 'Division');

Division.implement({
  description: 'An administrative division: city, district, street or community.',
  interfaces: [Node, Versioned],
  extensions: { register: 'DIVISIONS' },
  fields: (t) => ({
    code: t.expose('code', { type: 'DivisionCode', nullable: false, ...stored(divisionPolicies.code) }),
    name: t.exposeString('name', { nullable: false, ...stored(divisionPolicies.name) }),
    level: t.expose('level', { type: DivisionLevel, nullable: false, ...stored(divisionPolicies.level) }),
    parent: t.field({ type: Division, ...relation('DIVISIONS', divisionPolicies.parent, 'parent') }),
    boundary: t.field({
      type: 'GeoJSON',
      ...stored(divisionPolicies.boundary),
      args: crsArgument,
      resolve: ({ boundary }, { crs }) => (boundary === null ? null : areaIn(decodeGeometry(boundary), crs ?? 'WGS84')),
    }),
    children: t.field({
      type: DivisionConnection,
      nullable: false,
      description: 'Divisions whose parent this is, by code; without retired ones.',
      args: pageArguments,
      resolve: (division, page, context, info) => {
        const query = { ...everything, under: { tree: 'order.parent', first: division.code } };
        const { asOf } = division[origin];
        return listRows({ register: 'DIVISIONS', query, named: division.code, asOf }, page, context, info);
      },
    }),
  }),
});

builder.objectField(Division, 'history', (t) => t.field({ type: DivisionConnection, ...history }));

builder.queryFields((t) => ({
  division: t.field({
    type: Division,
    description: 'A division by its code; null where there is none.',
    args: {
      code: t.arg({ type: 'DivisionCode', required: true, description: 'Code of the division.' }),
      ...timeArguments,
    },
    resolve: (_, args, context, info) => findRow('DIVISIONS', args, context, info),
  }),
  divisions: t.field({
    type: DivisionConnection,
    description: 'Divisions, by code, whatever the filter.',
    args: {
      filter: t.arg({ type: DivisionFilter, description: 'What must hold of each.' }),
      ...pageArguments,
      ...timeArguments,
    },
    resolve: async (_, { filter, validAt, knownAt, ...page }, context, info) => {
      const query = divisionQuery(filter ?? {});
      const asOf = await asOfArguments(context, { validAt, knownAt });
      return listRows({ register: 'DIVISIONS', query, named: [filter, validAt], asOf, knownAt }, page, context, info);
    },
  }),
}));

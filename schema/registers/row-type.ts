import { builder } from '../builder.ts';
import { findRow } from '../reading/find-row.ts';
import { parseGlobalId } from '../reading/global-id.ts';
import { Building } from './buildings/type.ts';
import { Division } from './divisions/type.ts';
import { Entity } from './entities/type.ts';
import { Grid } from './grids/type.ts';
import { House } from './houses/type.ts';
import { typeNameOf } from './type-name-of.ts';
import { Node } from './versioned-type.ts';

/** A row of whatever register. */
export const RegisterRow = builder.unionType('RegisterRow', {
  description: 'A row of a register.',
  types: [Division, Grid, Building, House, Entity],
  resolveType: typeNameOf,
});

builder.queryField('node', (t) =>
  t.field({
    type: Node,
    description: 'The row that an id belongs to, as by its code; null where there is none.',
    args: { id: t.arg.id({ required: true, description: 'Id that this service gave.' }) },
    resolve: (_, { id }, context, info) => {
      const { register, code } = parseGlobalId(id);
      return findRow(register, { code }, context, info);
    },
  }),
);

import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import './scalars/codes.ts';
import './scalars/dates.ts';
import './scalars/geojson.ts';
import './registers/divisions/type.ts';
import './registers/grids/type.ts';
import './registers/buildings/type.ts';
import './registers/houses/type.ts';
import './registers/entities/type.ts';
import './registers/credit/type.ts';
import './registers/credit/log-type.ts';
import './registers/row-type.ts';
import './registers/change-type.ts';
import './registers/catalogue/type.ts';
import './registers/catalogue/access-type.ts';
import './evidence/receipt-type.ts';

/** The whole API, in the order of its files: sorting would copy it, at every start. */
export const schema: GraphQLSchema = builder.toSchema({ sortSchema: false });

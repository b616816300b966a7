import type { GraphQLSchema } from 'graphql';
import { builder } from './builder.ts';
import { fieldsWhenAsked } from './fields-when-asked.ts';
import './types.ts';

/** The whole API. Types get their fields when they are first asked for: a first answer needs those of few. */
export const schema: GraphQLSchema = fieldsWhenAsked(builder);

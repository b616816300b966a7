import {
  defaultFieldResolver,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  GraphQLObjectType,
  type GraphQLSchema,
  GraphQLString,
} from 'graphql';
import type { Context } from '../../schema/context.ts';
import { visibleError } from '../../schema/errors.ts';
import { makeFieldsOneByOne } from '../../schema/fields-one-by-one.ts';
import { reaches, type Tier } from '../../schema/privacy/tier.ts';
import { schemaOfListed } from '../../schema/schema-of-listed.ts';
import graphqlShield from './graphql-shield.cjs';

type Guard = (
  resolve: GraphQLFieldResolver<unknown, Context>,
  ...of: Parameters<GraphQLFieldResolver<unknown, Context>>
) => unknown;

/**
 * The schema with its root fields guarded by graphql-shield, by the table of tiers: what is not in the table is denied. Only
 * root fields are wrapped: a guard on every leaf would cost several times the answer, and the gate decides those. Like other
 * fields, they are made when they are first asked for.
 */
export function guardRootFields(schema: GraphQLSchema, tiers: { readonly [field: string]: Tier }): GraphQLSchema {
  const [query, mutation] = [schema.getQueryType(), schema.getMutationType()];
  if (query == null) throw new Error('Cannot guard schema: type Query must be there');
  const guarded = new Map<GraphQLNamedType | null | undefined, GraphQLObjectType>();
  for (const root of [query, mutation]) if (root != null) guarded.set(root, guardedRoot(root, tiers));
  const whole = schema.toConfig();
  return schemaOfListed({
    ...whole,
    query: guarded.get(query) ?? null,
    mutation: guarded.get(mutation) ?? null,
    types: whole.types.map((type) => guarded.get(type) ?? type),
  });
}

function guardedRoot(root: GraphQLObjectType, tiers: { readonly [field: string]: Tier }): GraphQLObjectType {
  const { name, description, extensions } = root;
  const guardedType = new GraphQLObjectType({ name, description, extensions, fields: {} });
  makeFieldsOneByOne(guardedType, () => {
    const fields = root.getFields();
    return new Map(
      Object.keys(fields).map((field) => [field, () => guardedField(name, fields[field], tiers)] as const),
    );
  });
  return guardedType;
}

function guardedField(
  root: string,
  field: GraphQLField<unknown, Context> | undefined,
  tiers: { readonly [field: string]: Tier },
): GraphQLField<unknown, Context> {
  if (field === undefined) throw new Error(`Cannot guard a field of ${root}: it must be there`);
  const guard = guardOf(root, field.name, tiers[field.name]);
  return { ...field, resolve: guarded(guard, field.resolve ?? defaultFieldResolver) };
}

function guardOf(root: string, field: string, tier: Tier | undefined): Guard {
  const { shield, rule, deny } = graphqlShield;
  const allows = rule(field)((_parent, _args, { viewer }: Context) => mayAsk(viewer.tier, field, tier));
  const guard = shield(
    { [root]: { [field]: allows } },
    // Without allowExternalErrors whatever a resolver throws, a broken store included, would be told as a refusal.
    { fallbackRule: deny, allowExternalErrors: true },
  );
  // It asks a schema for its types alone, and makes guards of all that it is shown: this field.
  const type = new GraphQLObjectType({ name: root, fields: { [field]: { type: GraphQLString } } });
  const shown = { getTypeMap: () => ({ [root]: type }) } as unknown as GraphQLSchema;
  const guards = guard.generate(shown) as unknown as Record<string, Record<string, Guard | undefined> | undefined>;
  const made = guards[root]?.[field];
  if (made === undefined) throw new Error(`Cannot guard field "${field}": graphql-shield must make a guard, made none`);
  return made;
}

/** graphql-shield answers with errors where it refuses; here they are thrown, as resolvers do. */
function guarded(
  guard: Guard,
  resolve: GraphQLFieldResolver<unknown, Context>,
): GraphQLFieldResolver<unknown, Context> {
  return async (...of) => {
    const answer = await guard(resolve, ...of);
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

/** graphql-shield takes an error for a refusal that says why. */
function mayAsk(tier: Tier, field: string, required: Tier | undefined): true | Error {
  if (required !== undefined && reaches(tier, required)) return true;
  const state =
    required === undefined ? 'it must be in the table of permissions, is not' : `tier must be ${required}, is ${tier}`;
  return visibleError('FORBIDDEN', `Cannot read field "${field}": ${state}`);
}

import {
  defaultFieldResolver,
  type GraphQLFieldConfig,
  type GraphQLFieldResolver,
  type GraphQLNamedType,
  GraphQLObjectType,
  type GraphQLSchema,
} from 'graphql';
import type { Context } from '../../schema/context.ts';
import { visibleError } from '../../schema/errors.ts';
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
  return new GraphQLObjectType({ name, description, extensions, fields: () => guardedFields(root, tiers) });
}

function guardedFields(
  root: GraphQLObjectType,
  tiers: { readonly [field: string]: Tier },
): Record<string, GraphQLFieldConfig<unknown, Context>> {
  const guards = guardsOf(root, tiers);
  const fields = Object.entries(root.toConfig().fields).map(([name, field]) => {
    const guard = guards[name];
    if (guard === undefined)
      throw new Error(`Cannot guard field "${name}": graphql-shield must make a guard, made none`);
    return [name, { ...field, resolve: guarded(guard, field.resolve ?? defaultFieldResolver) }] as const;
  });
  return Object.fromEntries(fields);
}

function guardsOf(
  root: GraphQLObjectType,
  tiers: { readonly [field: string]: Tier },
): Record<string, Guard | undefined> {
  const { shield, rule, deny } = graphqlShield;
  const rules = Object.keys(root.getFields()).map((name) => {
    const allows = rule(name)((_parent, _args, { viewer }: Context) => mayAsk(viewer.tier, name, tiers[name]));
    return [name, allows] as const;
  });
  const guard = shield(
    { [root.name]: Object.fromEntries(rules) },
    // Without allowExternalErrors whatever a resolver throws, a broken store included, would be told as a refusal.
    { fallbackRule: deny, allowExternalErrors: true },
  );
  // It asks a schema for its types alone, and makes guards of all that it is shown.
  const shown = { getTypeMap: () => ({ [root.name]: root }) } as unknown as GraphQLSchema;
  const guards = guard.generate(shown) as unknown as Record<string, Record<string, Guard | undefined> | undefined>;
  return guards[root.name] ?? {};
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

import { execute, GraphQLObjectType, GraphQLSchema, GraphQLString, parse, validateSchema } from 'graphql';
import { expect, test } from 'vitest';
import { guardRootFields } from '../../functions/graphql/guard-root-fields.ts';
import { schema } from '../../schema/index.ts';
import { rootFieldTiers } from '../../schema/permissions.ts';
import { reaches, tiers } from '../../schema/privacy/tier.ts';

test('every root field is in the table of permissions', () => {
  const fields = Object.keys(schema.getQueryType()?.getFields() ?? {});
  expect(fields.filter((field) => rootFieldTiers[field] === undefined)).toEqual([]);
});

test('each root field answers exactly the tiers that the table lets in', async () => {
  const names = ['open', ...tiers, 'unlisted'];
  const fields = Object.fromEntries(names.map((name) => [name, { type: GraphQLString, resolve: () => 'seen' }]));
  const plain = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields }) });
  const guarded = guardRootFields(plain, { open: 'PUBLIC', ...Object.fromEntries(tiers.map((tier) => [tier, tier])) });
  const document = parse(`{ ${names.join(' ')} __typename __schema { queryType { name } } }`);
  for (const tier of tiers) {
    const { data } = await execute({ schema: guarded, document, contextValue: { viewer: { tier, client: null } } });
    const seen = tiers.map((required) => [required, reaches(tier, required) ? 'seen' : null]);
    expect({ ...data }).toEqual({
      open: 'seen',
      ...Object.fromEntries(seen),
      unlisted: null,
      __typename: 'Query',
      __schema: { queryType: { name: 'Query' } },
    });
  }
});

test('a guarded schema differs from the schema in the resolvers of root fields alone', () => {
  const guarded = guardRootFields(schema, rootFieldTiers);
  const types = Object.keys(schema.getTypeMap());
  expect(Object.keys(guarded.getTypeMap()).sort()).toEqual(types.sort());
  const others = types.filter(
    (name) => !['Query', 'Mutation'].includes(name) && guarded.getType(name) !== schema.getType(name),
  );
  expect(others).toEqual([]);
});

test('the schema is valid: whoever serves it need not look again', () => {
  expect(validateSchema(new GraphQLSchema({ ...schema.toConfig(), assumeValid: false }))).toEqual([]);
});

import { buildSchema, graphql } from 'graphql';

const schema = buildSchema('type Query { hello: String! }');

/** The least that answers GraphQL. */
export const handler = async (event: { body: string }) => {
  const { query: source } = JSON.parse(event.body) as { query: string };
  const result = await graphql({ schema, source, rootValue: { hello: 'world' } });
  return { statusCode: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(result) };
};

import { GraphQLNonNull, GraphQLObjectType, GraphQLSchema, GraphQLString } from 'graphql';
import { createApolloServer } from '../../../functions/graphql/apollo-server.ts';
import { createApolloHandler } from '../../../functions/graphql/lambda-adapter.ts';
import { createLogger } from '../../../functions/platform/logger.ts';

/** Hello world on our own way to Apollo Server: nothing loaded that we do not load, and nothing of the registers. */
const hello = { type: new GraphQLNonNull(GraphQLString), resolve: () => 'world' };
const schema = new GraphQLSchema({ query: new GraphQLObjectType({ name: 'Query', fields: { hello } }) });
const apollo = createApolloHandler(createApolloServer({ schema, plugins: [], logger: createLogger() }));

/** The Lambda function. */
export const handler = (event: { headers: Record<string, string>; body: string }) =>
  apollo({
    request: { method: 'POST', headers: event.headers, search: '', body: JSON.parse(event.body) },
    progress: { variables: {} },
  } as unknown as Parameters<typeof apollo>[0]);

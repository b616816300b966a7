import { ApolloServer } from '@apollo/server';
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';

/** Apollo Server behind its Lambda adapter, as the documentation of both begins. */
const server = new ApolloServer({
  typeDefs: 'type Query { hello: String! }',
  resolvers: { Query: { hello: () => 'world' } },
});

// The adapter's types name Apollo's CommonJS form of the same class.
type Served = Parameters<typeof startServerAndCreateLambdaHandler>[0];

/** The Lambda function. */
export const handler = startServerAndCreateLambdaHandler(
  server as unknown as Served,
  handlers.createAPIGatewayProxyEventV2RequestHandler(),
);

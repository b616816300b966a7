import { createRequire } from 'node:module';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControlDisabled } from '@apollo/server/plugin/disabled';
import { handlers, startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { buildSchema, type GraphQLSchema, isObjectType, printSchema } from 'graphql';
import type { IRule } from 'graphql-shield';
import { tierOfClass } from '../../schema/privacy/field-class.ts';
import { reaches, type Tier } from '../../schema/privacy/tier.ts';
import type { FieldPolicy } from '../../schema/registers/field.ts';

// The ES module of graphql-shield asks for a function that Node no longer has.
const require = createRequire(import.meta.url);
const { rule, shield } = require('graphql-shield') as typeof import('graphql-shield');
const { applyMiddleware } = require('graphql-middleware') as typeof import('graphql-middleware');

interface NaiveContext {
  readonly tier: Tier;
}

/** Answers `question` as API Gateway's Lambda. */
export type Respond = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/**
 * The design that graphql-shield's own pages suggest: the same schema with a rule on every field of every type, and
 * graphql-js as it comes. It reads nothing: `answer` is what `houses` gives.
 */
export function naiveShield(schema: GraphQLSchema, answer: unknown): Respond {
  const guarded = applyMiddleware(
    buildSchema(printSchema(schema)),
    shield(rulesOf(schema), { allowExternalErrors: true }),
  );
  const server = new ApolloServer<NaiveContext>({
    schema: guarded,
    rootValue: { houses: answer },
    plugins: [ApolloServerPluginCacheControlDisabled()],
    persistedQueries: false,
    nodeEnv: 'production',
    introspection: false,
  });
  // The adapter's types name Apollo's CommonJS form of the same class.
  const adapted = server as unknown as Parameters<typeof startServerAndCreateLambdaHandler>[0];
  const handler = startServerAndCreateLambdaHandler(adapted, handlers.createAPIGatewayProxyEventV2RequestHandler(), {
    context: async (): Promise<NaiveContext> => ({ tier: 'PUBLIC' }),
  });
  return async (event) => {
    const result = await handler(event, {} as Context, () => undefined);
    if (typeof result !== 'object') throw new Error('Cannot answer: the handler must give a whole response');
    return result;
  };
}

/** A cached rule for each class, on every field. */
function rulesOf(schema: GraphQLSchema): Record<string, Record<string, IRule>> {
  const byTier = new Map<Tier, IRule>();
  const ruleFor = (tier: Tier): IRule => {
    const made =
      byTier.get(tier) ??
      rule(tier, { cache: 'contextual' })((_parent, _args, context: NaiveContext) => reaches(context.tier, tier));
    byTier.set(tier, made);
    return made;
  };
  const types = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
  return Object.fromEntries(
    types.filter(isObjectType).map((type) => [
      type.name,
      Object.fromEntries(
        Object.entries(type.getFields()).map(([name, field]) => {
          const policy = field.extensions.privacy as FieldPolicy | undefined;
          return [name, ruleFor(policy === undefined ? 'PUBLIC' : tierOfClass[policy.class])];
        }),
      ),
    ]),
  );
}

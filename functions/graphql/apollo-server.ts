import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from '../platform/logger.ts';
import { createExecutor, type Executor } from './executor.ts';
import { formatError } from './format-error.ts';
import type { RequestContext } from './request-context.ts';

const mostTokens = 10_000;

/** What an Apollo Server is made of. */
export interface ServerParts {
  readonly schema: GraphQLSchema;
  readonly plugins: ApolloServerPlugin<RequestContext>[];
  readonly logger: Logger;
}

/** Apollo Server over a schema: nothing is reported anywhere, and operations run compiled (executor.ts). */
export function createApolloServer({ schema, plugins, logger }: ServerParts): ApolloServer<RequestContext> {
  return new ApolloServer<RequestContext>({
    gateway: gatewayOf(schema, createExecutor(schema)),
    nodeEnv: 'production',
    introspection: true, // the schema is open data
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: false, // anyone could fill their cache
    cache: nothingKept,
    hideSchemaDetailsFromClientErrors: false, // it would load a plugin that leaves suggestions out, as format-error.ts does
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: mostTokens },
    formatError,
    logger: apolloLogger(logger),
    plugins: [...plugins, ...disabled()],
  });
}

/** The way by which Apollo Server takes another executor than its own: a gateway that has the schema at hand. */
function gatewayOf(schema: GraphQLSchema, run: Executor) {
  return {
    onSchemaLoadOrUpdate: (tell: (loaded: { apiSchema: GraphQLSchema; coreSupergraphSdl: string }) => void) => {
      tell({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => {};
    },
    load: async () => ({
      executor: (request: GatewayRequest) =>
        run({
          key: `${request.queryHash} ${request.operationName ?? ''}`,
          document: request.document,
          // As it was asked for: a name that the document lacks is an error, never another operation, run without a price.
          operationName: request.request.operationName ?? null,
          variables: request.request.variables ?? {},
          coerced: (request.context as RequestContext).progress.variables,
          context: request.context,
        }),
    }),
    stop: async () => {},
  };
}

/** Apollo's general cache, of which only plugins and persisted queries make use. */
const nothingKept = { get: async () => undefined, set: async () => {}, delete: async () => {} };

type Gateway = NonNullable<ConstructorParameters<typeof ApolloServer<RequestContext>>[0]['gateway']>;
type GatewayRequest = Parameters<NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>>[0];

/** Each of these is on by default, and loads code or calls home. */
function disabled(): ApolloServerPlugin<RequestContext>[] {
  return [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
  ];
}

function apolloLogger(logger: Logger) {
  const quiet = () => {};
  return {
    debug: quiet,
    info: quiet,
    warn: (message: unknown) => logger.warn('Apollo Server warns', { warning: String(message) }),
    error: (fault: unknown) =>
      logger.error('Apollo Server failed', fault instanceof Error ? fault : new Error(String(fault))),
  };
}

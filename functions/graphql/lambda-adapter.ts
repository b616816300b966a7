import { type ApolloServer, HeaderMap, type HTTPGraphQLRequest, type HTTPGraphQLResponse } from '@apollo/server';
import { startServerAndCreateLambdaHandler } from '@as-integrations/aws-lambda/dist/lambdaHandler.js';
import type { HttpAnswer } from '../platform/http.ts';
import type { RequestContext } from './request-context.ts';

/** Runs a request, whose context is made, through Apollo Server. */
export type ApolloHandler = (context: RequestContext) => Promise<HttpAnswer>;

/**
 * The adapter's own file, not its package, which would load the CommonJS build of Apollo Server beside ours (a quarter of the
 * time to load). Its types name that build too, so they are told again here.
 */
const start = startServerAndCreateLambdaHandler as unknown as (
  server: ApolloServer<RequestContext>,
  adapter: {
    fromEvent(event: RequestContext): HTTPGraphQLRequest;
    toSuccessResult(response: HTTPGraphQLResponse): HttpAnswer;
    toErrorResult(error: unknown): HttpAnswer;
  },
  options: { context(of: { event: RequestContext }): Promise<RequestContext> },
) => ApolloHandler;

/** Apollo Server behind its Lambda adapter; the "event" is our own request, which is read and checked already. */
export function createApolloHandler(server: ApolloServer<RequestContext>): ApolloHandler {
  const adapter = { fromEvent: requestOf, toSuccessResult: answerOf, toErrorResult: raise };
  return start(server, adapter, { context: async ({ event }) => event });
}

function requestOf({ request }: RequestContext): HTTPGraphQLRequest {
  const headers = new HeaderMap();
  for (const [name, value] of Object.entries(request.headers)) headers.set(name, value ?? '');
  return { method: request.method, headers, search: request.search, body: request.body };
}

function answerOf({ status, headers, body }: HTTPGraphQLResponse): HttpAnswer {
  if (body.kind !== 'complete') throw new Error('Cannot answer in parts: the body must be complete');
  return { statusCode: status ?? 200, headers: Object.fromEntries(headers), body: body.string };
}

function raise(error: unknown): never {
  throw error;
}

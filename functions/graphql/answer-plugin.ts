import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { GraphQLFormattedError } from 'graphql';
import { statusOf } from '../platform/error-answer.ts';
import type { Logger } from '../platform/logger.ts';
import { answerExtensions } from './answer-extensions.ts';
import { cachePolicy } from './cache-policy.ts';
import { isFault } from './format-error.ts';
import type { RequestContext } from './request-context.ts';

type Sending = GraphQLRequestContextWillSendResponse<RequestContext>;

/** Finishes each answer: trace ids, extensions, headers, status; faults of ours go to the log. */
export function answerPlugin(logger: Logger): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async (sending) => finish(sending, logger),
    }),
  };
}

function finish({ response, contextValue, errors: raw, source, request }: Sending, logger: Logger): void {
  if (response.body.kind !== 'single') return;
  const { traceId, method } = contextValue.request;
  const result = response.body.singleResult;
  const errors = result.errors ?? [];
  errors.forEach((error, place) => {
    if (isFault(codeOf(error))) logger.error('operation failed', raw?.[place], { traceId });
  });
  if (errors.length > 0) result.errors = errors.map((error) => withTrace(error, traceId));
  result.extensions = answerExtensions(contextValue);
  const status = statusFor(result, request.http?.headers.get('accept') ?? '');
  if (status !== null) response.http.status = status;
  const failed = errors.length > 0 || method !== 'GET' || contextValue.request.dryRun;
  const headers = { ...rateHeaders(contextValue), ...cachePolicy(contextValue, failed ? null : (source ?? null)) };
  for (const [name, value] of Object.entries(headers)) response.http.headers.set(name, value);
  contextValue.progress.finished = true;
}

interface Result {
  readonly data?: { readonly [field: string]: unknown } | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

/**
 * A status in place of the one that Apollo gives: 5xx when faults of ours left nothing to show, so that down never looks like
 * not found; 200 for a document or variables that are wrong, where a client takes `application/json` and nothing else (then
 * the status is that of the transport: GraphQL over HTTP, 6.4.1).
 */
function statusFor({ data, errors = [] }: Result, accept: string): number | null {
  const fault = errors.map(codeOf).find(isFault);
  const isEmpty = data == null || Object.values(data).every((value) => value === null);
  if (fault !== undefined) return isEmpty ? statusOf(fault) : null;
  if (data !== undefined || !/^\s*application\/json\s*(;[^,]*)?$/i.test(accept)) return null;
  return errors.every((error) => !budgetCodes.has(codeOf(error))) ? 200 : null;
}

const budgetCodes = new Set<unknown>(['TOO_EXPENSIVE', 'RATE_LIMITED']);

function codeOf(error: GraphQLFormattedError): unknown {
  return error.extensions?.code;
}

/** The error with the id under which our log has the request. */
function withTrace(error: GraphQLFormattedError, traceId: string): GraphQLFormattedError {
  return { ...error, extensions: { ...error.extensions, traceId } };
}

/** Names and meaning as in draft-ietf-httpapi-ratelimit-headers-06; `RateLimit-Reset` in seconds. */
function rateHeaders({ limits, now }: RequestContext): Record<string, string> {
  return {
    'ratelimit-limit': String(limits.limit),
    'ratelimit-remaining': String(limits.remaining),
    'ratelimit-reset': String(Math.max(0, Math.ceil((limits.resetAt - now) / 1000))),
  };
}

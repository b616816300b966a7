import type { ApolloServerPlugin, GraphQLRequestContextWillSendResponse } from '@apollo/server';
import type { DocumentNode, GraphQLError, GraphQLFormattedError } from 'graphql';
import { faultMetric } from '../platform/create-handler.ts';
import { retryAfterSeconds, statusOf } from '../platform/error-answer.ts';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import { isGivenUp } from '../platform/request-signal.ts';
import { answerExtensions } from './answer-extensions.ts';
import { argumentAt } from './argument-at.ts';
import { cachePolicy } from './cache-policy.ts';
import { isFault } from './format-error.ts';
import type { RequestContext } from './request-context.ts';

type Sending = GraphQLRequestContextWillSendResponse<RequestContext>;

/** Where faults and figures of answers go. */
export interface AnswerWatch {
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** Finishes each answer: trace ids, extensions, headers, status; faults of ours go to the log, figures to the metrics. */
export function answerPlugin(watch: AnswerWatch): ApolloServerPlugin<RequestContext> {
  return {
    requestDidStart: async () => ({
      willSendResponse: async (sending) => finish(sending, watch),
    }),
  };
}

function finish(sending: Sending, { logger, metrics }: AnswerWatch) {
  const { response, contextValue, errors: raw, source, document, request } = sending;
  // Of a request that was given up its answer told: nothing is left to say, to log or to count.
  if (response.body.kind !== 'single' || isGivenUp()) return;
  const { traceId, method } = contextValue.request;
  const result = response.body.singleResult;
  const errors = result.errors ?? [];
  errors.forEach((error, place) => {
    if (isFault(codeOf(error))) logger.error('operation failed', raw?.[place], { traceId });
  });
  if (errors.length > 0)
    result.errors = errors.map((error, place) => withTrace(withArgument(error, raw?.[place], document), traceId));
  // Nulls where the store did not answer would look like rows that are not there: nothing is better than a part. But a credit query
  // that was paid is answered, whatever became of what stands beside it: to ask again would be paid again.
  const isLost = isUnavailable(result) && !(contextValue.progress.charged && result.data != null);
  if (isLost) delete result.data;
  result.extensions = answerExtensions(contextValue);
  count(result, contextValue, metrics);
  const status = isUnavailable(result) && !isLost ? null : statusFor(result, request.http?.headers.get('accept') ?? '');
  if (status !== null) response.http.status = status;
  const failed = errors.length > 0 || method !== 'GET' || contextValue.request.dryRun;
  const headers = {
    ...rateHeaders(contextValue),
    ...cachePolicy(contextValue, failed ? null : (source ?? null)),
    ...(isLost ? { 'retry-after': String(retryAfterSeconds) } : {}),
  };
  for (const [name, value] of Object.entries(headers)) response.http.headers.set(name, value);
  contextValue.progress.finished = true;
}

interface Result {
  readonly data?: { readonly [field: string]: unknown } | null;
  readonly errors?: readonly GraphQLFormattedError[];
}

function isUnavailable({ errors = [] }: Result): boolean {
  return errors.some((error) => codeOf(error) === 'UNAVAILABLE');
}

/** What the metrics keep of an answer. */
function count({ errors = [] }: Result, { edition, now, progress, withholding }: RequestContext, metrics: Metrics) {
  const fault = errors.map(codeOf).find(isFault);
  if (fault !== undefined) metrics.add(faultMetric(isUnavailable({ errors }) ? 'UNAVAILABLE' : fault), 1);
  metrics.add('cost', progress.cost ?? 0);
  metrics.add(
    'withheld',
    withholding.list().reduce((sum, { count }) => sum + count, 0),
  );
  if (edition.number > 0) metrics.add('editionAge', Math.max(0, (now - Date.parse(edition.at)) / 1000));
}

/**
 * A status in place of the one that Apollo gives: 5xx when faults of ours left nothing to show, so that down never looks like
 * not found, and 503 whenever the store did not answer; 200 for a document or variables that are wrong, where a client takes `application/json` and nothing else (then
 * the status is that of the transport: GraphQL over HTTP, 6.4.1).
 */
function statusFor({ data, errors = [] }: Result, accept: string): number | null {
  if (isUnavailable({ errors })) return statusOf('UNAVAILABLE');
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

/** The error with the argument that it is about, unless it names one already, or is a fault of ours. */
function withArgument(
  error: GraphQLFormattedError,
  raw: GraphQLError | undefined,
  document: DocumentNode | undefined,
): GraphQLFormattedError {
  if (raw === undefined || document === undefined || error.extensions?.argument !== undefined) return error;
  const argument = isFault(codeOf(error)) ? null : argumentAt(document, raw);
  return argument === null ? error : { ...error, extensions: { ...error.extensions, argument } };
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

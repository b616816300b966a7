import { type ErrorCode, isVisible } from '../../schema/errors.ts';
import { redactPersons } from '../../schema/privacy/redact-persons.ts';
import { faultCode } from './fault-code.ts';
import type { HttpAnswer } from './http.ts';

/** HTTP status of a refusal of the whole request, by code; 400 for all others. */
const statuses: { readonly [C in ErrorCode]?: number } = {
  BAD_KEY: 401,
  FORBIDDEN: 403,
  TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  UNAVAILABLE: 503,
};

/** Status of an answer that is nothing but an error of this code. */
export function statusOf(code: ErrorCode): number {
  return statuses[code] ?? 400;
}

/** Seconds after which whoever was told UNAVAILABLE may try again. */
export const retryAfterSeconds = 5;

/** What clients are told of a fault of ours. */
export const faultMessages = {
  INTERNAL: 'Cannot answer: something went wrong on our side; tell us the traceId',
  UNAVAILABLE: 'Cannot answer now: the store is not there; try again in a few seconds',
} as const;

/** An error as the whole answer, in the form of GraphQL: a caller's mistake as it is, anything else masked. */
export function errorAnswer(error: unknown, traceId: string): HttpAnswer {
  const code = isVisible(error) ? error.code : faultCode(error);
  const message = isVisible(error) ? redactPersons(error.message) : faultMessages[faultCode(error)];
  const argument = isVisible(error) && error.argument !== null ? { argument: error.argument } : {};
  return {
    statusCode: statusOf(code),
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(code === 'BAD_KEY' ? { 'www-authenticate': 'ApiKey header="x-api-key"' } : {}),
      ...(code === 'UNAVAILABLE' ? { 'retry-after': String(retryAfterSeconds) } : {}),
    },
    body: JSON.stringify({ errors: [{ message, extensions: { code, ...argument, traceId } }] }),
  };
}

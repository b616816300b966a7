import type { HttpAnswer } from '../platform/http.ts';

/** Any page may ask: a caller is known by the key in a header, never by a cookie. */
const anyOrigin = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'etag, retry-after, ratelimit-limit, ratelimit-remaining, ratelimit-reset',
};

/** The answer, readable by scripts of any page. */
export function readableAnywhere(answer: HttpAnswer): HttpAnswer {
  return { ...answer, headers: { ...answer.headers, ...anyOrigin } };
}

/** The answer to a browser that asks before it asks (Fetch standard, CORS-preflight). */
export function preflightAnswer(): HttpAnswer {
  const headers = {
    'access-control-allow-methods': 'GET, POST',
    'access-control-allow-headers':
      'accept, content-type, if-none-match, x-api-key, x-dry-run, idempotency-key, apollo-require-preflight, x-apollo-operation-name',
    'access-control-max-age': '7200',
  };
  return { statusCode: 204, headers, body: '' };
}

import { visibleError } from '../../schema/errors.ts';
import { errorAnswer } from '../platform/error-answer.ts';
import type { HttpAnswer, HttpEvent } from '../platform/http.ts';

/** The answer to a method by which GraphQL is not asked, whatever else the request says; null for those that it is asked by. */
export function refusedMethod({ requestContext }: HttpEvent): HttpAnswer | null {
  const { http, requestId } = requestContext;
  if (http.method === 'GET' || http.method === 'POST') return null;
  const refused = errorAnswer(visibleError('BAD_REQUEST', 'Cannot answer: method must be GET or POST'), requestId);
  return { ...refused, statusCode: 405, headers: { ...refused.headers, allow: 'GET, POST' } };
}

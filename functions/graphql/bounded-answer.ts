import { visibleError } from '../../schema/errors.ts';
import { errorAnswer } from '../platform/error-answer.ts';
import type { HttpAnswer } from '../platform/http.ts';
import { paidAnswer } from './paid-answer.ts';
import type { RequestContext } from './request-context.ts';

/** Lambda answers with at most 6 MB; headers and the envelope of API Gateway have room beside this. */
const mostAnswerBytes = 5_500_000;
/** Of UTF-8, for one unit of UTF-16. */
const mostBytesOfCharacter = 3;
/** What a root field beside a credit query that was paid may take of an answer that is too large: others are left out. */
const smallBytes = 100_000;

/**
 * The answer as it may leave: not larger than Lambda can carry, and every error with a trace id, those too that Apollo Server
 * raises before it has a context. A credit query that was paid is answered, without what stands beside it.
 */
export function boundedAnswer(answer: HttpAnswer, context: RequestContext): HttpAnswer {
  const { request, progress } = context;
  const size = sizeOf(answer.body);
  if (size > mostAnswerBytes)
    return withoutRest(answer, context, size) ?? { ...errorAnswer(tooLarge(size), request.traceId), statusCode: 400 };
  return progress.finished ? answer : { ...answer, body: withTrace(answer.body, request.traceId) };
}

function tooLarge(size: number) {
  const message = `Cannot answer with ${size} bytes: must be at most ${mostAnswerBytes}, ask for fewer rows or fields`;
  return visibleError('TOO_LARGE', message);
}

/**
 * The answer with null in place of what is large and no part of the credit query; statements were measured before. Where that does not
 * suffice, as what is large can never be null, its null is that of the whole, and the query can be repeated.
 */
function withoutRest(answer: HttpAnswer, context: RequestContext, size: number): HttpAnswer | null {
  const { code, message } = tooLarge(size);
  const paid = paidAnswer(answer, context, { code, message });
  if (paid === null) return null;
  paid.leaveOutRoots(smallBytes);
  paid.leaveOutBeside();
  let body = paid.written();
  if (sizeOf(body) > mostAnswerBytes) {
    paid.leaveOutRoots(0); // many small ones may be too much together
    body = paid.written();
  }
  if (sizeOf(body) <= mostAnswerBytes) return { ...answer, body };
  const repeat = 'the credit query was paid: repeat it with the same Idempotency-Key, alone';
  const error = { message: `${message}; ${repeat}`, extensions: { code, traceId: context.request.traceId } };
  return { ...answer, statusCode: 400, body: paid.refused(error) };
}

/** Bytes of a text; 0 for one that is small enough whatever its characters: to count them takes as long as to write them. */
function sizeOf(text: string): number {
  return text.length * mostBytesOfCharacter <= mostAnswerBytes ? 0 : Buffer.byteLength(text);
}

function withTrace(body: string, traceId: string): string {
  const { errors } = JSON.parse(body) as { errors: { extensions: object }[] };
  const traced = errors.map((error) => ({ ...error, extensions: { ...error.extensions, traceId } }));
  return JSON.stringify({ errors: traced });
}

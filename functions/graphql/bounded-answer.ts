import { visibleError } from '../../schema/errors.ts';
import { errorAnswer } from '../platform/error-answer.ts';
import type { HttpAnswer } from '../platform/http.ts';
import type { RequestContext } from './request-context.ts';

/** Lambda answers with at most 6 MB; headers and the envelope of API Gateway have room beside this. */
const mostAnswerBytes = 5_500_000;
/** Of UTF-8, for one unit of UTF-16. */
const mostBytesOfCharacter = 3;

/**
 * The answer as it may leave: not larger than Lambda can carry, and every error with a trace id, those too that Apollo Server
 * raises before it has a context.
 */
export function boundedAnswer(answer: HttpAnswer, { request, progress }: RequestContext): HttpAnswer {
  const size = sizeOf(answer.body);
  if (size > mostAnswerBytes) {
    const message = `Cannot answer with ${size} bytes: must be at most ${mostAnswerBytes}, ask for fewer rows or fields`;
    return { ...errorAnswer(visibleError('TOO_LARGE', message), request.traceId), statusCode: 400 };
  }
  return progress.finished ? answer : { ...answer, body: withTrace(answer.body, request.traceId) };
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

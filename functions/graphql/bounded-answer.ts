import { visibleError } from '../../schema/errors.ts';
import type { CreditQueryPlace } from '../../schema/pricing/credit-queries.ts';
import { errorAnswer } from '../platform/error-answer.ts';
import type { HttpAnswer } from '../platform/http.ts';
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
export function boundedAnswer(answer: HttpAnswer, { request, progress }: RequestContext): HttpAnswer {
  const size = sizeOf(answer.body);
  if (size > mostAnswerBytes) {
    const paid = progress.charged && progress.creditQuery !== null;
    const rest = paid ? withoutRest(answer, progress.creditQuery, request.traceId) : null;
    return rest ?? { ...errorAnswer(tooLarge(size), request.traceId), statusCode: 400 };
  }
  return progress.finished ? answer : { ...answer, body: withTrace(answer.body, request.traceId) };
}

function tooLarge(size: number) {
  const message = `Cannot answer with ${size} bytes: must be at most ${mostAnswerBytes}, ask for fewer rows or fields`;
  return visibleError('TOO_LARGE', message);
}

interface Body {
  readonly data: Record<string, unknown> | null;
  readonly errors?: readonly object[];
}

/** The answer with null in place of what is large and no part of the credit query; statements were measured before. */
function withoutRest(answer: HttpAnswer, place: CreditQueryPlace | null, traceId: string): HttpAnswer | null {
  const { data, errors = [], ...rest } = JSON.parse(answer.body) as Body;
  if (data === null || place === null) return null;
  const { message } = tooLarge(sizeOf(answer.body));
  const left: object[] = [];
  const leaveOut = (object: Record<string, unknown>, name: string, path: readonly (string | number)[], most = 0) => {
    if (object[name] == null || JSON.stringify(object[name]).length <= most) return;
    object[name] = null;
    left.push({ message, path: [...path, name], extensions: { code: 'TOO_LARGE', traceId } });
  };
  const others = Object.keys(data).filter((name) => name !== place.key);
  for (const name of others) leaveOut(data, name, [], smallBytes);
  const found = data[place.key];
  const isList = Array.isArray(found);
  const reports = (isList ? found : [found]) as readonly (Record<string, unknown> | null)[];
  reports.forEach((report, at) => {
    const path = isList ? [place.key, at] : [place.key];
    if (report !== null) for (const name of place.beside) leaveOut(report, name, path);
  });
  const written = () => JSON.stringify({ ...rest, data, errors: [...errors, ...left] });
  // Many small ones may be too much together.
  if (sizeOf(written()) > mostAnswerBytes) for (const name of others) leaveOut(data, name, []);
  const body = written();
  return sizeOf(body) > mostAnswerBytes ? null : { ...answer, body };
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

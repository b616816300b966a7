import type { Invocation } from './http.ts';
import { workFor } from './request-signal.ts';

/** Left to tell the caller: an answer that Lambda cuts off tells nothing. */
const reserveMilliseconds = 500;

/**
 * `work`, or a failure that says "try again" (its name counts as transient) shortly before Lambda would end the function. The work
 * is ended then: it asks no store any more, or a function that was frozen would go on with it in the time of another request.
 */
export async function giveUpInTime<T>(work: () => Promise<T>, invocation: Invocation | undefined): Promise<T> {
  if (invocation === undefined) return work();
  const request = new AbortController();
  const milliseconds = invocation.getRemainingTimeInMillis() - reserveMilliseconds;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const giveUp = () => {
      const error = outOfTime(milliseconds);
      reject(error);
      request.abort(error);
    };
    timer = setTimeout(giveUp, Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([workFor(request.signal, work), late]);
  } finally {
    clearTimeout(timer);
  }
}

function outOfTime(milliseconds: number): Error {
  const error = new Error(`Cannot answer in time: must take at most ${milliseconds} ms, takes longer`);
  return Object.assign(error, { name: 'TimeoutError' });
}

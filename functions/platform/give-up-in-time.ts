import type { Invocation } from './http.ts';

/** Left to tell the caller: an answer that Lambda cuts off tells nothing. */
const reserveMilliseconds = 500;

/**
 * `work`, or a failure that says "try again" (its name counts as transient) shortly before Lambda would end the function. What
 * comes of the work afterwards is dropped.
 */
export async function giveUpInTime<T>(work: Promise<T>, invocation: Invocation | undefined): Promise<T> {
  if (invocation === undefined) return work;
  const milliseconds = invocation.getRemainingTimeInMillis() - reserveMilliseconds;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(outOfTime(milliseconds)), Math.max(0, milliseconds));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function outOfTime(milliseconds: number): Error {
  const error = new Error(`Cannot answer in time: must take at most ${milliseconds} ms, takes longer`);
  return Object.assign(error, { name: 'TimeoutError' });
}

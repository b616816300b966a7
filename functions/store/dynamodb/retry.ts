import { requestSignal } from '../../platform/request-signal.ts';
import { isTransient } from './transient.ts';

/** How long to keep asking a store that is busy or was cut off. Randomness and sleep are arguments, so that tests know both. */
export interface RetryPolicy {
  /** Attempts in a row without any progress before giving up. */
  readonly attempts: number;
  readonly baseMilliseconds: number;
  readonly capMilliseconds: number;
  /** A number from 0 up to, but not, 1. */
  readonly random: () => number;
  readonly sleep: (milliseconds: number) => Promise<unknown>;
}

/** Ten attempts in some four seconds: longer than a table takes to split, shorter than a caller waits. */
export const patientPolicy: RetryPolicy = {
  attempts: 10,
  baseMilliseconds: 20,
  capMilliseconds: 2000,
  random: Math.random,
  sleep: (milliseconds) => new Promise((wake) => setTimeout(wake, milliseconds)),
};

/** What a step of work came to: all, a part, or nothing. */
export type Progress = 'done' | 'some' | 'none';

/**
 * Repeats `step` until it is done, pausing between attempts by exponential backoff with full jitter (Brooker, "Exponential Backoff And
 * Jitter", AWS Architecture Blog, 2015). A transient failure counts as no progress; any other is thrown as it is. Throws when no
 * progress was made in `policy.attempts` attempts; `action` completes the sentence "Cannot …". Throws at once when the request that
 * it is done for is given up.
 */
export async function persist(action: string, policy: RetryPolicy, step: () => Promise<Progress>): Promise<void> {
  const signal = requestSignal();
  let failures = 0;
  for (;;) {
    signal?.throwIfAborted();
    const { progress, cause } = await attempt(step);
    if (progress === 'done') return;
    failures = progress === 'some' ? 0 : failures + 1;
    if (failures >= policy.attempts) throw givenUp(action, failures, cause);
    await policy.sleep(pause(policy, failures));
  }
}

/** Repeats `call` while it fails for transient reasons, as `persist` does, and returns its answer. */
export async function retried<T>(action: string, policy: RetryPolicy, call: () => Promise<T>): Promise<T> {
  const signal = requestSignal();
  for (let failures = 1; ; failures++) {
    signal?.throwIfAborted();
    try {
      return await call();
    } catch (error) {
      if (!isTransient(error)) throw error;
      if (failures >= policy.attempts) throw givenUp(action, failures, error);
      await policy.sleep(pause(policy, failures));
    }
  }
}

async function attempt(step: () => Promise<Progress>): Promise<{ progress: Progress; cause: unknown }> {
  try {
    return { progress: await step(), cause: null };
  } catch (cause) {
    if (isTransient(cause)) return { progress: 'none', cause };
    throw cause;
  }
}

function pause({ baseMilliseconds, capMilliseconds, random }: RetryPolicy, failures: number): number {
  return Math.floor(random() * Math.min(capMilliseconds, baseMilliseconds * 2 ** failures));
}

function givenUp(action: string, attempts: number, cause: unknown): Error {
  const reason = cause instanceof Error ? cause.name : 'nothing processed';
  return new Error(`Cannot ${action}: the store must answer within ${attempts} attempts, last was "${reason}"`, {
    cause,
  });
}

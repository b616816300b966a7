import { AsyncLocalStorage } from 'node:async_hooks';

const current = new AsyncLocalStorage<AbortSignal>();

/** Does `work` for a request: whatever it asks of a store, however far down, ends when the signal does. */
export function workFor<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return current.run(signal, work);
}

/** The signal of the request that is worked for; none where nobody waits for an answer in time. */
export function requestSignal(): AbortSignal | undefined {
  return current.getStore();
}

/** Options of an AWS client's request that is broken off when nobody waits for it any more; they take no signal that is undefined. */
export function untilGivenUp(): { readonly abortSignal?: AbortSignal } {
  const abortSignal = requestSignal();
  return abortSignal === undefined ? {} : { abortSignal };
}

/** True once nobody waits for the request that is worked for. */
export function isGivenUp(): boolean {
  return requestSignal()?.aborted === true;
}

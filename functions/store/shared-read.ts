import { requestSignal } from '../platform/request-signal.ts';

/** A read under way, which others may join. */
export interface SharedRead<T> {
  readonly coming: Promise<T>;
  /** The request that began it. */
  readonly owner: AbortSignal | undefined;
}

/** Notes who began a read. */
export function shared<T>(coming: Promise<T>): SharedRead<T> {
  return { coming, owner: requestSignal() };
}

/**
 * What a read under way comes to. One that another request began may fail with that request: it was given up, or its function was
 * frozen while the read was on its way. Then it is asked for `again`, for whoever joined it.
 */
export function joined<T>({ coming, owner }: SharedRead<T>, again: () => Promise<T>): Promise<T> {
  return owner === requestSignal() ? coming : coming.catch(again);
}

/** Reads by a key, each of which callers at the same moment share. */
export function sharedReads<T>(): (key: string, begin: () => Promise<T>) => Promise<T> {
  const underWay = new Map<string, SharedRead<T>>();
  const read = (key: string, begin: () => Promise<T>): Promise<T> => {
    const known = underWay.get(key);
    if (known !== undefined) return joined(known, () => read(key, begin));
    const coming = begin().finally(() => underWay.delete(key));
    underWay.set(key, shared(coming));
    return coming;
  };
  return read;
}

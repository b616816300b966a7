/** A map that forgets what was least recently used when it weighs too much. */
export interface LeastRecentlyUsed<Key, Value> {
  get(key: Key): Value | undefined;
  /** Keeps `value` as the newest, unless it alone is too heavy. */
  set(key: Key, value: Value): void;
}

/** Values may grow by being used: after so many uses those used are weighed anew. */
const usesBetweenWeighings = 32;

/** An empty map whose values weigh at most `most` in all, each what `weigh` says of it (by default 1). */
export function leastRecentlyUsed<Key, Value>(
  most: number,
  weigh: (value: Value) => number = () => 1,
): LeastRecentlyUsed<Key, Value> {
  const entries = weighedEntries<Key, Value>(weigh);
  let used: Key[] = [];
  const use = (key: Key) => {
    if (used.push(key) >= usesBetweenWeighings) {
      used.forEach(entries.weighAgain);
      used = [];
    }
    entries.trim(most);
  };
  return {
    get: (key) => {
      const value = entries.remove(key);
      if (value === undefined) return undefined;
      entries.append(key, value);
      use(key);
      return value;
    },
    set: (key, value) => {
      entries.remove(key);
      if (weigh(value) > most) return;
      entries.append(key, value);
      use(key);
    },
  };
}

/** A queue of values with a running total of their weights. */
function weighedEntries<Key, Value>(weigh: (value: Value) => number) {
  // A Map keeps the order of insertion: the first key is the one longest unused.
  const entries = new Map<Key, { readonly value: Value; readonly weight: number }>();
  let total = 0;
  const put = (key: Key, value: Value) => {
    const weight = weigh(value);
    total += weight - (entries.get(key)?.weight ?? 0);
    entries.set(key, { value, weight });
  };
  const remove = (key: Key): Value | undefined => {
    const entry = entries.get(key);
    total -= entry?.weight ?? 0;
    entries.delete(key);
    return entry?.value;
  };
  return {
    append: put,
    remove,
    weighAgain: (key: Key) => {
      const entry = entries.get(key);
      if (entry !== undefined) put(key, entry.value);
    },
    trim: (most: number) => {
      for (const oldest of entries.keys()) {
        if (total <= most) break;
        remove(oldest);
      }
    },
  };
}

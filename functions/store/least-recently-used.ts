/** A map that forgets what was least recently used when it weighs too much. */
export interface LeastRecentlyUsed<Key, Value> {
  get(key: Key): Value | undefined;
  /** Keeps `value` unless it alone is too heavy. */
  set(key: Key, value: Value): void;
  readonly weight: number;
}

/** An empty map of at most `most` in all; a value weighs what `weigh` said when it was put (by default 1). */
export function leastRecentlyUsed<Key, Value>(
  most: number,
  weigh: (value: Value) => number = () => 1,
): LeastRecentlyUsed<Key, Value> {
  // A Map keeps the order of insertion: the first key is the one longest unused.
  const entries = new Map<Key, { readonly value: Value; readonly weight: number }>();
  let weight = 0;
  const remove = (key: Key) => {
    weight -= entries.get(key)?.weight ?? 0;
    entries.delete(key);
  };
  return {
    get: (key) => {
      const entry = entries.get(key);
      if (entry === undefined) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    set: (key, value) => {
      remove(key);
      const entry = { value, weight: weigh(value) };
      if (entry.weight > most) return;
      entries.set(key, entry);
      weight += entry.weight;
      for (const oldest of entries.keys()) {
        if (weight <= most) break;
        remove(oldest);
      }
    },
    get weight() {
      return weight;
    },
  };
}

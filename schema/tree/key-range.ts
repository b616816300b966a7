/** Keys from `lower` on and before `upper`; an absent bound is open. */
export interface KeyRange {
  readonly lower?: string | undefined;
  readonly upper?: string | undefined;
}

/** The range that holds `key` and nothing else: no key stands between a key and itself with a space behind. */
export function exactly(key: string): Required<KeyRange> {
  return { lower: key, upper: `${key} ` };
}

/** The range of all keys that start with `prefix`: no character of a key is above U+007E. */
export function startingWith(prefix: string): Required<KeyRange> {
  return { lower: prefix, upper: `${prefix}\u007f` };
}

/** True when all keys from `first` on and before `end` (null: to the end of everything) belong to `range`. */
export function liesWithin(first: string, end: string | null, { lower, upper }: KeyRange): boolean {
  return (lower === undefined || lower <= first) && (upper === undefined || (end !== null && end <= upper));
}

/** True when `key` falls before `end`, where null is the end of everything. */
export function isBefore(key: string | undefined, end: string | null): boolean {
  return key !== undefined && (end === null || key < end);
}

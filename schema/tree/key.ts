const maximumLength = 200;

/** Printable ASCII without quote and backslash: strings compare as bytes, and JSON writes a key as it is. */
const pattern = /^[ !#-[\]-~]+$/;

/** Refuses a key that a tree cannot hold: empty, too long, or with other characters than U+0020 to U+007E, `"` and `\` excluded. */
export function assertKey(key: string): void {
  if (key.length > maximumLength) {
    throw new RangeError(
      `Cannot store key ${JSON.stringify(key)}: length must be at most ${maximumLength}, is ${key.length}`,
    );
  }
  if (!pattern.test(key)) {
    throw new RangeError(
      `Cannot store key ${JSON.stringify(key)}: must be printable ASCII without quote and backslash`,
    );
  }
}

/** Refuses `key` unless it comes after `previous`; null stands before every key. */
export function assertAscending(previous: string | null, key: string): void {
  if (previous === null || previous < key) return;
  const state = previous === key ? 'is there twice' : `comes after "${previous}"`;
  throw new RangeError(`Cannot take key "${key}": keys must rise strictly, it ${state}`);
}

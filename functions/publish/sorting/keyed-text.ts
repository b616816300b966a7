/** What is sorted: a key of ASCII characters, so that comparing strings is comparing bytes, and any text. */
export type KeyedText = readonly [key: string, text: string];

/** Compares keys as bytes. */
export function compareKeys(left: KeyedText, right: KeyedText): number {
  return left[0] < right[0] ? -1 : left[0] > right[0] ? 1 : 0;
}

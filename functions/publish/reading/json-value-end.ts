const QUOTE = 34;
const BACKSLASH = 92;

/** True for the white space of JSON: space, tab, line feed, carriage return. */
export function isJsonSpace(byte: number | undefined): boolean {
  return byte === 32 || byte === 10 || byte === 13 || byte === 9;
}

/** The first byte from `from` on that is not white space, or the length. */
export function skipSpace(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isJsonSpace(bytes[at])) at += 1;
  return at;
}

/**
 * Where the JSON value that starts at `from` ends (exclusive), or -1 when the bytes end first; `JSON.parse` then
 * decides whether it is one. A number or word ends only where something else is seen to follow it.
 */
export function jsonValueEnd(bytes: Buffer, from: number): number {
  const first = bytes[from];
  if (first === QUOTE) return stringEnd(bytes, from);
  if (first === 0x7b || first === 0x5b) return nestedEnd(bytes, from);
  let at = from;
  for (let byte = bytes[at]; byte !== undefined; byte = bytes[++at]) {
    if (isJsonSpace(byte) || byte === 0x2c || byte === 0x3a || byte === 0x5d || byte === 0x7d) return at;
  }
  return -1;
}

/** Braces and brackets change depth alike: one taken for the other makes the same span, which does not parse. */
function nestedEnd(bytes: Buffer, from: number): number {
  let depth = 0;
  for (let at = from; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      const end = stringEnd(bytes, at);
      if (end < 0) return -1;
      at = end - 1;
    } else if (byte === 0x7b || byte === 0x5b) {
      depth += 1;
    } else if (byte === 0x7d || byte === 0x5d) {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}

function stringEnd(bytes: Buffer, from: number): number {
  let quote = bytes.indexOf(QUOTE, from + 1);
  while (quote >= 0 && isEscaped(bytes, quote)) quote = bytes.indexOf(QUOTE, quote + 1);
  return quote + (quote < 0 ? 0 : 1);
}

function isEscaped(bytes: Buffer, quote: number): boolean {
  let start = quote;
  while (bytes[start - 1] === BACKSLASH) start -= 1;
  return (quote - start) % 2 === 1;
}

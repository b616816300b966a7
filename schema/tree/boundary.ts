/** How many rows lie in a leaf of one tree. Fixed for the tree: another density makes other blocks of the same rows. */
export interface Density {
  /** A block ends before one key in 2^(32 - naturalShift) by the key's hash alone. */
  readonly naturalShift: number;
  /** What has grown as long as this ends at the next key of one in 8. */
  readonly long: { readonly lines: number; readonly bytes: number };
}

/** Rows of some 100 bytes or more: one key in 128. A leaf is about one read unit when it is compressed. */
export const rowDensity: Density = { naturalShift: 25, long: { lines: 192, bytes: 49_152 } };

/** Rows that are hardly more than a key: one key in 512, so that their leaves compress to about as much. */
export const keyDensity: Density = { naturalShift: 23, long: { lines: 768, bytes: 65_536 } };

const weakMask = 7;
/** Whatever the keys, no block grows beyond this. */
const longest = { bytes: 131_072, timesLong: 8 / 3 };

/** Above this level (which no honest register reaches) only length cuts, so that hostile keys cannot make endless towers. */
const highestNaturalLevel = 8;

/** FNV-1a over the key, seeded by the level, with the finaliser of MurmurHash3: 32 well-mixed bits. */
export function keyHash(key: string, level: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(level + 1, 0x9e3779b1);
  for (let at = 0; at < key.length; at++) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function isNatural(hash: number, level: number, density: Density): boolean {
  return level <= highestNaturalLevel && hash >>> density.naturalShift === 0;
}

/** True when a block begins at `key` whatever stands before it, so that a builder can start there. */
export function beginsBlock(key: string, level: number, density: Density): boolean {
  return isNatural(keyHash(key, level), level, density);
}

/** How full a block is. */
export interface Filled {
  readonly lines: number;
  readonly bytes: number;
}

/**
 * True when a block that is `filled` so far ends before `key`. The value at `key` has no say, so that a changed value
 * never moves the block before it.
 */
export function endsBefore(key: string, level: number, { lines, bytes }: Filled, density: Density): boolean {
  if (lines === 0) return false;
  const { long } = density;
  if (lines >= long.lines * longest.timesLong || bytes >= longest.bytes) return true;
  const hash = keyHash(key, level);
  if (isNatural(hash, level, density)) return true;
  return (lines >= long.lines || bytes >= long.bytes) && (hash & weakMask) === 0;
}

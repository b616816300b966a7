/** A block ends before one key in 128 by the key's hash alone. */
const naturalShift = 25;
/** What has grown long ends at the next key of one in 8. */
const weakMask = 7;
const long = { lines: 192, bytes: 49_152 };
const longest = { lines: 512, bytes: 131_072 };

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

function isNatural(hash: number, level: number): boolean {
  return level <= highestNaturalLevel && hash >>> naturalShift === 0;
}

/** True when a block begins at `key` whatever stands before it, so that a builder can start there. */
export function beginsBlock(key: string, level: number): boolean {
  return isNatural(keyHash(key, level), level);
}

/**
 * True when a block that holds `lines` lines of `bytes` bytes ends before `key`. The value at `key` has no say, so that a
 * changed value never moves the block before it.
 */
export function endsBefore(key: string, level: number, lines: number, bytes: number): boolean {
  if (lines === 0) return false;
  if (lines >= longest.lines || bytes >= longest.bytes) return true;
  const hash = keyHash(key, level);
  if (isNatural(hash, level)) return true;
  return (lines >= long.lines || bytes >= long.bytes) && (hash & weakMask) === 0;
}

import { hash } from 'node:crypto';

/** Bytes of a hash of the tree: SHA-256. */
export const hashBytes = 32;

/** Root of the tree without leaves: the hash of nothing (RFC 9162, 2.1.1). */
export const emptyRoot: Uint8Array = hash('sha256', new Uint8Array(), 'buffer');

/** Hash of a leaf: SHA-256(0x00 || entry) (RFC 9162, 2.1.1). */
export function leafHash(entry: Uint8Array): Uint8Array {
  const input = Buffer.allocUnsafe(entry.length + 1);
  input[0] = 0;
  input.set(entry, 1);
  return hash('sha256', input, 'buffer');
}

const pair = Buffer.alloc(2 * hashBytes + 1);
pair[0] = 1;

/** Hash of a node: SHA-256(0x01 || left || right) (RFC 9162, 2.1.1). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  pair.set(left, 1);
  pair.set(right, hashBytes + 1);
  return hash('sha256', pair, 'buffer');
}

/** Root of a whole tree over 2^n hashes. */
export function perfectRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes;
  while (level.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at + 1 < level.length; at += 2) above.push(nodeHash(nth(level, at), nth(level, at + 1)));
    level = above;
  }
  return nth(level, 0);
}

/** True when two hashes are the same. */
export function sameHash(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0;
}

function nth(hashes: readonly Uint8Array[], place: number): Uint8Array {
  const found = hashes[place];
  if (found === undefined) throw new Error('Cannot hash an empty list of hashes: it must hold a power of two');
  return found;
}

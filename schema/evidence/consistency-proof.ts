import { nodeHash, sameHash } from './merkle-hash.ts';
import { type LeafRange, type NodeReader, rangeHashes, splitOf } from './tree-node.ts';

/** The proof that the tree of `from` leaves is the beginning of that of `to` leaves (RFC 9162, 2.1.4.1). */
export async function consistencyProof(from: number, to: number, read: NodeReader): Promise<readonly Uint8Array[]> {
  if (!(from > 0 && from <= to)) throw new Error(`Cannot prove sizes ${from} and ${to}: must be 0 < ${from} <= ${to}`);
  if (from === to) return [];
  return rangeHashes(subproof(from, { start: 0, end: to }, true), read);
}

/** `whole`: the hash of the beginning is known to whoever checks, as far as it is a subtree of its own. */
function subproof(from: number, { start, end }: LeafRange, whole: boolean): readonly LeafRange[] {
  if (from === end) return whole ? [] : [{ start, end }];
  const middle = start + splitOf(end - start);
  return from <= middle
    ? [...subproof(from, { start, end: middle }, whole), { start: middle, end }]
    : [...subproof(from, { start: middle, end }, false), { start, end: middle }];
}

/** Size and root of a tree. */
export interface TreeHead {
  readonly size: number;
  readonly root: Uint8Array;
}

/** True when `proof` shows that the older tree is the beginning of the newer one (RFC 9162, 2.1.4.2). */
export function verifyConsistency(older: TreeHead, newer: TreeHead, proof: readonly Uint8Array[]): boolean {
  if (!(older.size > 0 && older.size <= newer.size)) return false;
  if (older.size === newer.size) return proof.length === 0 && sameHash(older.root, newer.root);
  const isPowerOfTwo = 2 ** Math.floor(Math.log2(older.size)) === older.size;
  const [seed, ...rest] = isPowerOfTwo ? [older.root, ...proof] : proof;
  if (seed === undefined) return false;
  let [first, last] = [older.size - 1, newer.size - 1];
  while (first % 2 === 1) [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
  let [before, after] = [seed, seed];
  for (const neighbour of rest) {
    if (last === 0) return false;
    if (first % 2 === 1 || first === last) {
      before = nodeHash(neighbour, before);
      after = nodeHash(neighbour, after);
      while (first % 2 === 0 && first !== 0) [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
    } else after = nodeHash(after, neighbour);
    [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameHash(before, older.root) && sameHash(after, newer.root);
}

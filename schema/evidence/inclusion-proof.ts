import { nodeHash, sameHash } from './merkle-hash.ts';
import { type LeafRange, type NodeReader, rangeHashes, splitOf } from './tree-node.ts';

/** The proof that a tree of `size` leaves holds the leaf at `index`, lowest neighbour first (RFC 9162, 2.1.3.1). */
export async function inclusionProof(index: number, size: number, read: NodeReader): Promise<readonly Uint8Array[]> {
  if (!(index >= 0 && index < size)) throw new Error(`Cannot prove leaf ${index}: must be below the size ${size}`);
  return rangeHashes(neighbours(index, { start: 0, end: size }), read);
}

function neighbours(index: number, { start, end }: LeafRange): readonly LeafRange[] {
  if (end - start === 1) return [];
  const middle = start + splitOf(end - start);
  return index < middle
    ? [...neighbours(index, { start, end: middle }), { start: middle, end }]
    : [...neighbours(index, { start: middle, end }), { start, end: middle }];
}

/** What an inclusion proof speaks of. */
export interface Inclusion {
  readonly leaf: Uint8Array;
  readonly index: number;
  readonly size: number;
  readonly root: Uint8Array;
}

/** True when `proof` shows that the tree of this size and root holds the leaf at its index (RFC 9162, 2.1.3.2). */
export function verifyInclusion({ leaf, index, size, root }: Inclusion, proof: readonly Uint8Array[]): boolean {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) return false;
  let [first, last] = [index, size - 1];
  let hash = leaf;
  for (const neighbour of proof) {
    if (last === 0) return false;
    if (first % 2 === 1 || first === last) {
      hash = nodeHash(neighbour, hash);
      while (first % 2 === 0 && first !== 0) [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
    } else hash = nodeHash(hash, neighbour);
    [first, last] = [Math.floor(first / 2), Math.floor(last / 2)];
  }
  return last === 0 && sameHash(hash, root);
}

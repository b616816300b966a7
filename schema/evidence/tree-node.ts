import { nodeHash } from './merkle-hash.ts';

/** A whole subtree: 2^level leaves, the first of them `place * 2^level`. */
export interface TreeNode {
  readonly level: number;
  readonly place: number;
}

/** Reads the hashes of whole subtrees, in the order asked for. */
export type NodeReader = (nodes: readonly TreeNode[]) => Promise<readonly Uint8Array[]>;

/** Consecutive leaves, `end` excluded. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** The largest power of two below `size`, which is at least 2: where a tree is split (RFC 9162, 2.1.1). */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The whole subtrees that make up a range which begins where a subtree of its size would, from left to right. */
export function nodesOf({ start, end }: LeafRange): readonly TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let from = start; from < end; ) {
    let level = 0;
    while (from % 2 ** (level + 1) === 0 && from + 2 ** (level + 1) <= end) level += 1;
    nodes.push({ level, place: from / 2 ** level });
    from += 2 ** level;
  }
  return nodes;
}

/** Reads the hashes of ranges; all that is needed is asked for at once. */
export async function rangeHashes(ranges: readonly LeafRange[], read: NodeReader): Promise<readonly Uint8Array[]> {
  const nodes = ranges.map(nodesOf);
  const hashes = await read(nodes.flat());
  let at = 0;
  return nodes.map((own) => {
    const parts = hashes.slice(at, at + own.length);
    at += own.length;
    return parts.reduceRight((right, left) => nodeHash(left, right));
  });
}

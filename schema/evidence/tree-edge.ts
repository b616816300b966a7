import { emptyRoot, nodeHash, perfectRoot } from './merkle-hash.ts';
import { leavesPerHash, type Tile, tileWidth } from './tile-path.ts';

/** A tile of hashes with its content. */
export interface FilledTile {
  readonly tile: Tile & { readonly level: number };
  readonly hashes: readonly Uint8Array[];
}

/**
 * The right edge of a tree that grows: of each level the tile that is not yet full. All that has to be known of a tree to append to it
 * and to tell its root.
 */
export interface TreeEdge {
  size(): number;
  /** Appends the hash of a leaf; answers the tiles that it made full, lowest level first. */
  append(leaf: Uint8Array): readonly FilledTile[];
  /** The tiles at the edge that are not full. */
  partial(): readonly FilledTile[];
  root(): Uint8Array;
}

/** The edge of a tree of `size` leaves, whose tiles at the edge hold `levels`, lowest first; by default of the empty tree. */
export function treeEdge(size = 0, levels: readonly (readonly Uint8Array[])[] = []): TreeEdge {
  const edge = levels.map((hashes) => [...hashes]);
  let leaves = size;
  return {
    size: () => leaves,
    append: (leaf) => {
      leaves += 1;
      return appendTo(edge, leaf, leaves);
    },
    partial: () =>
      edge.flatMap((hashes, level) =>
        hashes.length === 0 ? [] : [{ tile: edgeTile(level, hashes.length, leaves), hashes: [...hashes] }],
      ),
    root: () => rootOf(edge),
  };
}

const none: readonly FilledTile[] = [];

function appendTo(edge: Uint8Array[][], leaf: Uint8Array, leaves: number): readonly FilledTile[] {
  let full = none;
  let hash = leaf;
  for (let level = 0; ; level += 1) {
    const hashes = edge[level] ?? [];
    edge[level] = hashes;
    hashes.push(hash);
    if (hashes.length < tileWidth) return full;
    full = [...full, { tile: edgeTile(level, tileWidth, leaves), hashes }];
    edge[level] = [];
    hash = perfectRoot(hashes);
  }
}

/** The last tile of a level in a tree of `leaves`. */
function edgeTile(level: number, width: number, leaves: number): FilledTile['tile'] {
  return { level, index: (Math.floor(leaves / leavesPerHash(level)) - width) / tileWidth, width };
}

/** From the right: the smaller whole trees of a level lie right of the larger ones, lower levels right of higher ones. */
function rootOf(edge: readonly (readonly Uint8Array[])[]): Uint8Array {
  let right: Uint8Array | null = null;
  for (const hashes of edge) {
    let end = hashes.length;
    for (let width = 1; end > 0; width *= 2) {
      if ((hashes.length & width) === 0) continue;
      const whole = perfectRoot(hashes.slice(end - width, end));
      right = right === null ? whole : nodeHash(whole, right);
      end -= width;
    }
  }
  return right ?? emptyRoot;
}

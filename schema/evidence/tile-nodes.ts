import { hashBytes, perfectRoot } from './merkle-hash.ts';
import { type Tile, tileOf, tilePath, tileWidth } from './tile-path.ts';
import type { NodeReader, TreeNode } from './tree-node.ts';

/** Reads the bytes of a tile; null when it is not there. */
export type TileReader = (path: string) => Promise<Uint8Array | null>;

/** Levels of the tree that one tile spans: 256 is 2^8. */
const levelsPerTile = 8;

/** Hashes of a tree of `size` leaves from its tiles; each tile is read once for one call. Throws when one is missing or of a wrong length. */
export function tileNodes(size: number, read: TileReader): NodeReader {
  return async (nodes) => {
    const tiles = new Map<string, Promise<readonly Uint8Array[]>>();
    const hashesOf = (tile: Tile) => {
      const path = tilePath(tile);
      const known = tiles.get(path) ?? readHashes(tile, read);
      tiles.set(path, known);
      return known;
    };
    return Promise.all(
      nodes.map(async (node) => {
        const { level, first, width } = placeInTiles(node);
        const hashes = await hashesOf(tileOf(level, first, size));
        const start = first % tileWidth;
        return perfectRoot(hashes.slice(start, start + width));
      }),
    );
  };
}

/** A subtree as consecutive hashes of a level of tiles. */
function placeInTiles({ level, place }: TreeNode) {
  const width = 2 ** (level % levelsPerTile);
  return { level: Math.floor(level / levelsPerTile), first: place * width, width };
}

/** The hashes of one tile. */
export async function readHashes(tile: Tile, read: TileReader): Promise<readonly Uint8Array[]> {
  const path = tilePath(tile);
  const bytes = await read(path);
  if (bytes === null) throw new Error(`Cannot read "${path}": it is missing`);
  const wanted = tile.width * hashBytes;
  if (bytes.length !== wanted)
    throw new Error(`Cannot read "${path}": length must be ${wanted} bytes, is ${bytes.length}`);
  return splitHashes(bytes);
}

/** Hashes that stand one after the other. */
export function splitHashes(bytes: Uint8Array): readonly Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.length / hashBytes) }, (_, place) =>
    bytes.subarray(place * hashBytes, (place + 1) * hashBytes),
  );
}

import { encodeEntries } from '../../schema/evidence/entry-bundle.ts';
import { leafHash } from '../../schema/evidence/merkle-hash.ts';
import type { TileReader } from '../../schema/evidence/tile-nodes.ts';
import { tileOf, tilePath, tileWidth } from '../../schema/evidence/tile-path.ts';
import { treeEdge } from '../../schema/evidence/tree-edge.ts';

/** A log in memory: all tiles of one tree. */
export interface MemoryLog {
  readonly size: number;
  readonly root: Uint8Array;
  readonly files: Map<string, Uint8Array>;
  readonly read: TileReader;
}

/** The tiles of the tree over `entries`. */
export function memoryLog(entries: readonly Uint8Array[]): MemoryLog {
  const edge = treeEdge();
  const files = new Map<string, Uint8Array>();
  const tiles = [...entries.flatMap((entry) => edge.append(leafHash(entry))), ...edge.partial()];
  for (const { tile, hashes } of tiles) files.set(tilePath(tile), Buffer.concat(hashes));
  for (let at = 0; at < entries.length; at += tileWidth)
    files.set(tilePath(tileOf('entries', at, entries.length)), encodeEntries(entries.slice(at, at + tileWidth)));
  return { size: entries.length, root: edge.root(), files, read: async (path) => files.get(path) ?? null };
}

/** Entries that differ from each other, of the length of leaves. */
export function someEntries(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, place) => Buffer.from(`{"v":1,"entry":${place}}`.padEnd(384)));
}

import { encodeEntries } from '../../schema/evidence/entry-bundle.ts';
import { leafEntry } from '../../schema/evidence/leaf.ts';
import { leafHash } from '../../schema/evidence/merkle-hash.ts';
import { tileOf, tilePath, tileWidth } from '../../schema/evidence/tile-path.ts';
import type { FilledTile } from '../../schema/evidence/tree-edge.ts';
import type { ObjectStore } from '../../schema/ports.ts';
import type { LogEdge } from './log-edge.ts';

/** Appends leaves to the log's edge, and writes what became full. */
export async function appendLeaves(
  { tree, entries }: LogEdge,
  leaves: readonly string[],
  tiles: ObjectStore,
): Promise<void> {
  for (const leaf of leaves) {
    const entry = leafEntry(leaf);
    entries.push(entry);
    const full = tree.append(leafHash(entry));
    if (full.length === 0) continue;
    await Promise.all([writeEntries(entries, tree.size(), tiles), ...full.map((tile) => writeTile(tile, tiles))]);
    entries.length = 0;
  }
}

/** Writes what is not full, as it stands now. */
export async function writeEdge({ tree, entries }: LogEdge, tiles: ObjectStore): Promise<void> {
  const bundle = entries.length === 0 ? [] : [writeEntries(entries, tree.size(), tiles)];
  await Promise.all([...bundle, ...tree.partial().map((tile) => writeTile(tile, tiles))]);
}

async function writeEntries(entries: readonly Uint8Array[], size: number, tiles: ObjectStore): Promise<void> {
  const tile = tileOf('entries', size - 1, size);
  await putOnce(tiles, tilePath({ ...tile, width: entries.length % tileWidth || tileWidth }), encodeEntries(entries));
}

async function writeTile({ tile, hashes }: FilledTile, tiles: ObjectStore): Promise<void> {
  await putOnce(tiles, tilePath(tile), Buffer.concat(hashes));
}

/** Writes an object that never changes. Throws when another stands under its name: then the order of leaves is not what it was. */
async function putOnce(tiles: ObjectStore, name: string, bytes: Uint8Array): Promise<void> {
  const standing = await tiles.get(name);
  if (standing === null) return tiles.put(name, bytes);
  if (Buffer.compare(standing, bytes) === 0) return;
  throw new Error(
    `Cannot write "${name}" of the evidence log: it stands with other content, so the table was rolled back or the tile changed`,
  );
}

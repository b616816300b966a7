import { headOf } from '../../schema/evidence/checkpoint.ts';
import { decodeEntries } from '../../schema/evidence/entry-bundle.ts';
import type { StoredCheckpoint } from '../../schema/evidence/evidence-store.ts';
import { leafHash, sameHash } from '../../schema/evidence/merkle-hash.ts';
import { readHashes } from '../../schema/evidence/tile-nodes.ts';
import { hashesOfLevel, tileOf, tilePath, tileWidth } from '../../schema/evidence/tile-path.ts';
import { type TreeEdge, treeEdge } from '../../schema/evidence/tree-edge.ts';
import type { ObjectStore } from '../../schema/ports.ts';

/** The right edge of the log: of its tree, and the leaves of its last bundle while that is not full. */
export interface LogEdge {
  readonly tree: TreeEdge;
  readonly entries: Uint8Array[];
}

/** The edge under a checkpoint, from its tiles. Throws when they do not make its root: then nothing may be built on them. */
export async function openEdge(checkpoint: StoredCheckpoint | null, tiles: ObjectStore): Promise<LogEdge> {
  if (checkpoint === null) return { tree: treeEdge(), entries: [] };
  const { size, root } = headOf(checkpoint.note);
  const levels: (readonly Uint8Array[])[] = [];
  for (let level = 0; hashesOfLevel(level, size) > 0; level += 1) {
    const hashes = hashesOfLevel(level, size);
    const isPartial = hashes % tileWidth > 0;
    levels.push(isPartial ? await readHashes(tileOf(level, hashes - 1, size), tiles.get) : []);
  }
  const tree = treeEdge(size, levels);
  if (!sameHash(tree.root(), root))
    throw new Error(`Cannot go on with the evidence log: its tiles must make the root of checkpoint ${size}, do not`);
  const entries = size % tileWidth === 0 ? [] : await readEntries(size, levels[0] ?? [], tiles);
  return { tree, entries };
}

async function readEntries(size: number, hashes: readonly Uint8Array[], tiles: ObjectStore): Promise<Uint8Array[]> {
  const path = tilePath(tileOf('entries', size - 1, size));
  const bytes = await tiles.get(path);
  if (bytes === null) throw new Error(`Cannot go on with the evidence log: "${path}" is missing`);
  const entries = decodeEntries(bytes);
  const holds =
    entries.ok &&
    entries.value.length === hashes.length &&
    entries.value.every((entry, place) => sameHash(leafHash(entry), hashes[place] ?? new Uint8Array()));
  if (!holds)
    throw new Error(`Cannot go on with the evidence log: "${path}" must hold the leaves of its tile, does not`);
  return [...entries.value];
}

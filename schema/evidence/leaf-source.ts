import { counted } from '../counted.ts';
import { decodeEntries } from './entry-bundle.ts';
import type { EvidenceSequencer } from './evidence-store.ts';
import { leafEntry } from './leaf.ts';
import { hashBytes, leafHash } from './merkle-hash.ts';
import { splitHashes, type TileReader } from './tile-nodes.ts';
import { tileOf, tilePath, tileWidth } from './tile-path.ts';

/** Hashes of the leaves under one tile of level 0, as one of the places says where a log is kept, and what is wrong with the place. */
export interface SourceHashes {
  readonly hashes: readonly Uint8Array[];
  readonly faults: readonly string[];
}

/** One of the places where a log's leaves are kept; each must say the same. */
export interface LeafSource {
  readonly name: 'entries' | 'tiles' | 'table';
  /** The leaves from `start`, which begins a tile, to its end or that of a tree of `size`. */
  read(start: number, size: number): Promise<SourceHashes>;
}

/** The leaves themselves, in bundles. */
export function entriesSource(read: TileReader): LeafSource {
  return {
    name: 'entries',
    read: async (start, size) => {
      const tile = tileOf('entries', start, size);
      const path = tilePath(tile);
      const bytes = await read(path);
      if (bytes === null) return { hashes: [], faults: [`${path} is missing`] };
      const entries = decodeEntries(bytes);
      if (!entries.ok) return { hashes: [], faults: [`${path}: ${entries.reason}`] };
      const state = `${path} must hold ${counted(tile.width, 'entry', 'entries')}, holds ${entries.value.length}`;
      return { hashes: entries.value.map(leafHash), faults: entries.value.length === tile.width ? [] : [state] };
    },
  };
}

/** The tiles of level 0. */
export function tilesSource(read: TileReader): LeafSource {
  return {
    name: 'tiles',
    read: async (start, size) => {
      const tile = tileOf(0, start, size);
      const path = tilePath(tile);
      const bytes = await read(path);
      if (bytes === null) return { hashes: [], faults: [`${path} is missing`] };
      const wanted = tile.width * hashBytes;
      const state = `${path} must have ${wanted} bytes, has ${bytes.length}`;
      return { hashes: splitHashes(bytes), faults: bytes.length === wanted ? [] : [state] };
    },
  };
}

/** The table, read run by run in one go from the first leaf on. */
export function tableSource(run: EvidenceSequencer['run']): LeafSource {
  let waiting: Uint8Array[] = [];
  let next = 0;
  return {
    name: 'table',
    read: async (start, size) => {
      const wanted = Math.min(tileWidth, size - start);
      while (waiting.length < wanted) {
        const leaves = await run(next);
        if (leaves.length === 0) break;
        next += leaves.length;
        waiting = [...waiting, ...leaves.map(({ leaf }) => leafHash(leafEntry(leaf)))];
      }
      const hashes = waiting.splice(0, wanted);
      const state = `the table must hold ${counted(size, 'leaf', 'leaves')}, holds ${start + hashes.length}: it was rolled back`;
      return { hashes, faults: hashes.length === wanted ? [] : [state] };
    },
  };
}

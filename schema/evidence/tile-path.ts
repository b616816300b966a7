/** Hashes across a whole tile (C2SP tlog-tiles). */
export const tileWidth = 256;

/** One tile: hashes of the tree at `level` * 8, or, where it is `entries`, the leaves themselves. */
export interface Tile {
  readonly level: number | 'entries';
  readonly index: number;
  /** 1 to 256; less than 256 is a partial tile, at the right edge of a tree. */
  readonly width: number;
}

/** Path of a tile below the log's prefix: `tile/0/x001/234.p/5` (C2SP tlog-tiles, "Merkle Tree"). */
export function tilePath({ level, index, width }: Tile): string {
  const groups = [String(index % 1000).padStart(3, '0')];
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000))
    groups.unshift(`x${String(rest % 1000).padStart(3, '0')}`);
  return `tile/${level}/${groups.join('/')}${width === tileWidth ? '' : `.p/${width}`}`;
}

const form = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** The tile of a path; null when the path is none, or not in its only form. */
export function parseTilePath(path: string): Tile | null {
  const [, level = '', groups = '', partial] = form.exec(path) ?? [];
  if (level === '' || groups.length > 24) return null;
  const tile: Tile = {
    level: level === 'entries' ? level : Number(level),
    index: Number(groups.replace(/[x/]/g, '')),
    width: partial === undefined ? tileWidth : Number(partial),
  };
  return tilePath(tile) === path && (tile.level === 'entries' || tile.level < 64) ? tile : null;
}

/** Leaves below one hash of a tile of this level. */
export function leavesPerHash(level: number): number {
  return tileWidth ** level;
}

/** How many hashes of a level stand in tiles, in a tree of `size` leaves: those whose leaves are all there. */
export function hashesOfLevel(level: number, size: number): number {
  return Math.floor(size / leavesPerHash(level));
}

/** The tile of a level that holds its hash `place`, as wide as it is in a tree of `size` leaves. */
export function tileOf(level: number | 'entries', place: number, size: number): Tile {
  const index = Math.floor(place / tileWidth);
  const hashes = hashesOfLevel(level === 'entries' ? 0 : level, size);
  return { level, index, width: Math.min(tileWidth, hashes - index * tileWidth) };
}

/** All tiles of hashes of a tree of `size` leaves, level by level; `entries` are as many as level 0 has. */
export function* tilesOf(size: number): Generator<Tile & { readonly level: number }> {
  for (let level = 0; hashesOfLevel(level, size) > 0; level += 1) {
    const hashes = hashesOfLevel(level, size);
    for (let index = 0; index * tileWidth < hashes; index += 1)
      yield { level, index, width: Math.min(tileWidth, hashes - index * tileWidth) };
  }
}

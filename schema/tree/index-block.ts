import type { BlockReference, Subtree } from './block.ts';
import { brokenTree } from './broken-tree.ts';
import type { KeyRange } from './key-range.ts';

/** What a parsed child keeps in memory, in bytes, roughly. */
const bytesPerChild = 280;

/** A block of level 1 or higher: its children in key order. */
export class IndexBlock {
  readonly hash: string;
  readonly level: number;
  readonly children: readonly Subtree[];
  readonly firstKey: string;
  readonly rows: number;

  constructor(reference: BlockReference, bytes: Uint8Array) {
    this.hash = reference.hash;
    this.level = reference.level;
    this.children = parseChildren(reference, bytes);
    this.firstKey = this.children[0]?.firstKey ?? '';
    this.rows = this.children.reduce((sum, child) => sum + child.rows, 0);
  }

  /** Memory that holding this block takes, in bytes. */
  get bytesHeld(): number {
    return this.children.length * bytesPerChild;
  }

  /** Position of the child that holds `key` if any does: the last one that begins at or before it, else the first. */
  positionOf(key: string): number {
    return Math.max(0, this.#beginningBefore(key, true) - 1);
  }

  /** Positions `[start, end)` of the children that may hold keys of `range`. */
  positionsIn(range: KeyRange): readonly [start: number, end: number] {
    const start = range.lower === undefined ? 0 : this.positionOf(range.lower);
    const end = range.upper === undefined ? this.children.length : this.#beginningBefore(range.upper, false);
    return [start, Math.max(start, end)];
  }

  /** How many children begin before `key` (or at it). */
  #beginningBefore(key: string, orAt: boolean): number {
    let low = 0;
    let high = this.children.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const firstKey = this.children[middle]?.firstKey ?? '';
      if (firstKey < key || (orAt && firstKey === key)) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function parseChildren(reference: BlockReference, bytes: Uint8Array): readonly Subtree[] {
  const { hash: parent, level } = reference;
  try {
    const lines: unknown = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString());
    if (!Array.isArray(lines) || lines.length === 0) throw new TypeError('must list children');
    return lines.map((line) => parseChild(line, parent, level - 1));
  } catch (cause) {
    throw brokenTree('MALFORMED', reference, 'must be an index block, is something else', cause);
  }
}

function parseChild(line: unknown, parent: string, level: number): Subtree {
  if (!Array.isArray(line) || line.length !== 5) throw new TypeError('must list children of five parts');
  const [firstKey, hash, rows, live, since] = line;
  if (typeof firstKey !== 'string' || typeof hash !== 'string') throw new TypeError('must name its children');
  if (![rows, live, since].every(Number.isSafeInteger)) throw new TypeError('must count its children');
  return { hash, level, firstKey, rows, live, since, parent };
}

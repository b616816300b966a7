import type { Subtree } from './block.ts';
import { type Density, rowDensity } from './boundary.ts';
import { Chunk } from './chunk.ts';
import type { Line } from './line.ts';

/** Rebuilds the blocks of one level from their contents, in key order, and says where that gives something else. */
export class LevelCheck {
  readonly #chunk: Chunk;
  readonly #report: (subtree: Subtree, message: string) => void;
  #subtree: Subtree | null = null;
  #lastKey = '';

  constructor(level: number, density: Density, report: (subtree: Subtree, message: string) => void) {
    this.#chunk = new Chunk(level, level === 0 ? density : rowDensity);
    this.#report = report;
  }

  /** Takes the next block; null lines are of a block that cannot be read, behind which nothing is known. */
  take(subtree: Subtree, lines: readonly Line[] | null): void {
    this.finish(lines?.[0]?.key ?? null);
    if (lines === null) return;
    this.#subtree = subtree;
    for (const line of lines) {
      if (line.key <= this.#lastKey) this.#report(subtree, `key "${line.key}" must come after "${this.#lastKey}"`);
      if (this.#chunk.endsBefore(line.key)) this.#report(subtree, `block must end before key "${line.key}", goes on`);
      this.#chunk.add(line);
      this.#lastKey = line.key;
    }
  }

  /** Judges the last block; `nextKey` is where the next one begins, null where that is not known. */
  finish(nextKey: string | null): void {
    const subtree = this.#subtree;
    this.#subtree = null;
    if (subtree === null) return;
    if (nextKey !== null && !this.#chunk.endsBefore(nextKey)) {
      this.#report(subtree, `block must go on with key "${nextKey}", ends before it`);
    }
    const rebuilt = this.#chunk.close().subtree;
    if (rebuilt.hash !== subtree.hash) {
      this.#report(subtree, `canonical form must have name "${subtree.hash}", has "${rebuilt.hash}"`);
    }
    for (const part of ['firstKey', 'rows', 'live', 'since'] as const) {
      if (rebuilt[part] !== subtree[part]) {
        this.#report(subtree, `${part} must be "${subtree[part]}" as listed, is "${rebuilt[part]}"`);
      }
    }
  }
}

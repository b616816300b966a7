import type { Subtree } from './block.ts';
import { blockName } from './block-name.ts';
import { type Density, endsBefore, rowDensity } from './boundary.ts';
import type { Line } from './line.ts';

/** A finished block, its bytes, and how many lines it has. */
export interface ClosedChunk {
  readonly subtree: Subtree;
  readonly bytes: Uint8Array;
  readonly lines: number;
}

/** A copy that does not keep alive the long text which `text` may have been cut out of. */
function detached(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

/** The block being filled at one level: takes lines in key order, says where it must end, and closes into bytes. */
export class Chunk {
  readonly level: number;
  readonly #density: Density;
  #texts: string[] = [];
  #bytes = 0;
  #firstKey = '';
  #rows = 0;
  #live = 0;
  #since = Number.NEGATIVE_INFINITY;

  constructor(level: number, density: Density = rowDensity) {
    this.level = level;
    this.#density = density;
  }

  get isEmpty(): boolean {
    return this.#texts.length === 0;
  }

  endsBefore(key: string): boolean {
    return endsBefore(key, this.level, { lines: this.#texts.length, bytes: this.#bytes }, this.#density);
  }

  add(line: Line): void {
    if (this.#texts.length === 0) this.#firstKey = line.key;
    this.#texts.push(line.text);
    this.#bytes += Buffer.byteLength(line.text) + 2;
    this.#rows += line.rows;
    this.#live += line.live;
    if (line.since > this.#since) this.#since = line.since;
  }

  /** Ends the block and begins an empty one. */
  close(): ClosedChunk {
    const bytes = Buffer.from(`[\n${this.#texts.join(',\n')}\n]`);
    const subtree: Subtree = {
      hash: blockName(this.level, bytes),
      level: this.level,
      firstKey: detached(this.#firstKey),
      rows: this.#rows,
      live: this.#live,
      since: this.#since,
    };
    const lines = this.#texts.length;
    this.#texts = [];
    this.#bytes = this.#rows = this.#live = 0;
    this.#since = Number.NEGATIVE_INFINITY;
    return { subtree, bytes, lines };
  }
}

import type { Block, Blocks } from './blocks.ts';

/** A reading port for one request: reads each block once and counts them. */
export class CountedReads {
  readonly #blocks: Blocks;
  readonly #read = new Map<string, Block>();

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  /** Different blocks read so far. */
  get count(): number {
    return this.#read.size;
  }

  readonly blocks: Blocks = async (references) => {
    const missing = references.filter(({ hash }) => !this.#read.has(hash));
    const read = missing.length === 0 ? [] : await this.#blocks(missing);
    for (const block of read) this.#read.set(block.hash, block);
    return references.flatMap(({ hash }) => this.#read.get(hash) ?? []);
  };
}

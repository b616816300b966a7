import type { TreeRoot } from './block.ts';
import type { BlockOutput } from './block-output.ts';
import { type Density, rowDensity } from './boundary.ts';
import { Chunk } from './chunk.ts';
import { childLine, type Line } from './line.ts';

/** Builds a level and all levels above it from lines in key order, one open block a level. */
export class TreeBuilder {
  readonly #output: BlockOutput;
  readonly #levels: { readonly chunk: Chunk; closed: number }[];

  /** `density` is that of the leaves; all index levels are alike. */
  constructor(level: number, output: BlockOutput, density: Density = rowDensity) {
    this.#output = output;
    this.#levels = [{ chunk: new Chunk(level, level === 0 ? density : rowDensity), closed: 0 }];
  }

  /** Takes the next line; a promise means that the sink wants to be waited for. */
  add(line: Line): Promise<unknown> | undefined {
    if (line.pieces !== null) for (const piece of line.pieces) this.#output.put(piece.name, piece.bytes);
    this.#addAt(0, line);
    return this.#output.takeWaiting();
  }

  /** Ends the tree: its root is the one block of the first level that has only one. */
  async finish(): Promise<TreeRoot | null> {
    for (let height = 0; ; height++) {
      const level = this.#levels[height];
      if (level === undefined || level.chunk.isEmpty) return null;
      if (level.closed === 0) {
        const { subtree, bytes } = level.chunk.close();
        this.#output.put(subtree.hash, bytes);
        await this.#output.takeWaiting();
        return subtree;
      }
      this.#close(height);
    }
  }

  #addAt(height: number, line: Line): void {
    const chunk = this.#chunkAt(height);
    if (chunk.endsBefore(line.key)) this.#close(height);
    chunk.add(line);
  }

  #chunkAt(height: number): Chunk {
    const base = this.#levels[0]?.chunk.level ?? 0;
    const level = this.#levels[height] ?? { chunk: new Chunk(base + height, rowDensity), closed: 0 };
    this.#levels[height] = level;
    return level.chunk;
  }

  #close(height: number): void {
    const level = this.#levels[height];
    if (level === undefined) return;
    const { subtree, bytes } = level.chunk.close();
    level.closed++;
    this.#output.put(subtree.hash, bytes);
    this.#addAt(height + 1, childLine(subtree));
  }
}

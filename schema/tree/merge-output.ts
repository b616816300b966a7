import type { Subtree } from './block.ts';
import type { BlockOutput } from './block-output.ts';
import type { ClosedChunk } from './chunk.ts';
import { IndexBlock } from './index-block.ts';
import type { Piece } from './overflow.ts';

/**
 * The new blocks of one merge. An index block with one child is held back until it is known whether the tree shrinks
 * below it, so that no block is written that the tree does not name.
 */
export class MergeOutput {
  readonly #output: BlockOutput;
  readonly #indexes = new Set<string>();
  readonly #single = new Map<string, { readonly bytes: Uint8Array; readonly child: Subtree }>();

  constructor(output: BlockOutput) {
    this.#output = output;
  }

  /** Takes a new block. */
  put({ subtree, bytes, lines }: ClosedChunk): void {
    if (subtree.level > 0) this.#indexes.add(subtree.hash);
    const [child] = subtree.level > 0 && lines === 1 ? new IndexBlock(subtree, bytes).children : [];
    if (child === undefined) this.#output.put(subtree.hash, bytes);
    else this.#single.set(subtree.hash, { bytes, child });
  }

  putPieces(pieces: readonly Piece[] | null): void {
    for (const piece of pieces ?? []) this.#output.put(piece.name, piece.bytes);
  }

  takeWaiting(): Promise<unknown> | undefined {
    return this.#output.takeWaiting();
  }

  /** True for an index block made by this merge, which the standing tree does not have. */
  isNew(subtree: Subtree): boolean {
    return this.#indexes.has(subtree.hash);
  }

  /** Gives up a new index block that has one child and answers the child, else null. */
  collapse(subtree: Subtree): Subtree | null {
    const child = this.#single.get(subtree.hash)?.child ?? null;
    this.#single.delete(subtree.hash);
    return child;
  }

  /** Writes what was held back. */
  async finish(): Promise<void> {
    for (const [name, { bytes }] of this.#single) this.#output.put(name, bytes);
    this.#single.clear();
    await this.#output.takeWaiting();
  }
}

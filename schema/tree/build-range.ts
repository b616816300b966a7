import type { BlockSink, Subtree, TreeRoot } from './block.ts';
import { BlockOutput } from './block-output.ts';
import { beginsBlock, type Density, rowDensity } from './boundary.ts';
import { Chunk } from './chunk.ts';
import type { Entry } from './entry.ts';
import { forEach } from './for-each.ts';
import { assertAscending } from './key.ts';
import type { KeyRange } from './key-range.ts';
import { childLine, rowLine } from './line.ts';
import { TreeBuilder } from './tree-builder.ts';

/**
 * Builds the leaves of one part of the key space, so that parts can be built side by side. Starts at the first natural
 * boundary at or after `lower` (without `lower`: at the first entry) and runs past `upper` to the next one: `entries`
 * must go on behind `upper`, and are no longer read where the part ends.
 */
export async function buildRange(
  entries: Iterable<Entry> | AsyncIterable<Entry>,
  range: KeyRange,
  sink: BlockSink,
  density: Density = rowDensity,
): Promise<readonly Subtree[]> {
  const part = new LeafRun(sink, density);
  let started = range.lower === undefined;
  let previous: string | null = null;
  await forEach(entries, (entry) => {
    const key = entry[0];
    assertAscending(previous, key);
    previous = key;
    const begins = beginsBlock(key, 0, density);
    if (begins && range.upper !== undefined && key >= range.upper) return false;
    started ||= begins && (range.lower === undefined || key >= range.lower);
    return started ? part.add(entry) : undefined;
  });
  return part.finish();
}

/** Joins the parts of `buildRange`, in key order, under one root. */
export async function join(
  parts: Iterable<readonly Subtree[]> | AsyncIterable<readonly Subtree[]>,
  sink: BlockSink,
): Promise<TreeRoot | null> {
  const builder = new TreeBuilder(1, new BlockOutput(sink));
  let only: Subtree | null = null;
  let leaves = 0;
  await forEach(parts, async (part) => {
    for (const leaf of part) {
      assertAscending(only === null ? null : only.firstKey, leaf.firstKey);
      only = leaf;
      leaves++;
      await builder.add(childLine(leaf));
    }
  });
  return leaves === 1 ? only : builder.finish();
}

/** Leaves in a row, the first of which begins at a natural boundary. */
class LeafRun {
  readonly #chunk: Chunk;
  readonly #output: BlockOutput;
  readonly #leaves: Subtree[] = [];

  constructor(sink: BlockSink, density: Density) {
    this.#chunk = new Chunk(0, density);
    this.#output = new BlockOutput(sink);
  }

  add(entry: Entry): Promise<unknown> | undefined {
    const line = rowLine(entry);
    for (const piece of line.pieces ?? []) this.#output.put(piece.name, piece.bytes);
    if (this.#chunk.endsBefore(line.key)) this.#close();
    this.#chunk.add(line);
    return this.#output.takeWaiting();
  }

  async finish(): Promise<readonly Subtree[]> {
    if (!this.#chunk.isEmpty) this.#close();
    await this.#output.takeWaiting();
    return this.#leaves;
  }

  #close(): void {
    const { subtree, bytes } = this.#chunk.close();
    this.#leaves.push(subtree);
    this.#output.put(subtree.hash, bytes);
  }
}

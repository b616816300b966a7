import type { BlockSink, Subtree, TreeRoot } from './block.ts';
import { BlockOutput } from './block-output.ts';
import { rowDensity } from './boundary.ts';
import { buildRange, join } from './build-range.ts';
import type { Entry, Operation } from './entry.ts';
import type { KeyRange } from './key-range.ts';
import { LevelMerge, type LineOperation } from './level-merge.ts';
import { childLine } from './line.ts';
import { lineWindows } from './line-windows.ts';
import type { MergePorts } from './merge.ts';
import { mergeAbove } from './merge-above.ts';
import { MergeOutput } from './merge-output.ts';
import { operationsBetween } from './operations-between.ts';
import { StandingTree } from './standing-tree.ts';

/** What becomes of the leaf that begins at `key`: another stands there, or none. */
export interface LeafChange {
  readonly key: string;
  readonly leaf: Subtree | null;
}

/**
 * The leaves of one part of a merge, so that parts can be merged side by side; `joinRanges` makes one tree of them. The
 * part begins at the first cut at or after `lower` and ends at the first one at or after `upper`: `batches` must begin at
 * or before `lower`, and go on behind `upper`; where the part ends they are no longer read.
 *
 * A cut is a key at which a block begins in the standing tree and in the new one, whatever is merged around it: both
 * neighbours find the same. Where nothing stands, cuts are those of `buildRange`.
 */
export async function mergeRange(
  root: TreeRoot | null,
  batches: AsyncIterable<readonly Operation[]>,
  range: KeyRange,
  ports: MergePorts,
): Promise<readonly LeafChange[]> {
  const density = ports.density ?? rowDensity;
  if (root === null) {
    const leaves = await buildRange(entriesOf(batches), range, ports.sink, density);
    return leaves.map((leaf) => ({ key: leaf.firstKey, leaf }));
  }
  const output = new BlockOutput(ports.sink);
  const level = new LevelMerge(0, new StandingTree(root, ports.blocks), new MergeOutput(output), density);
  const between = operationsBetween(batches, range, { root, blocks: ports.blocks, density });
  const changes: LeafChange[] = [];
  for await (const { key, line } of level.run(lineWindows(between))) changes.push({ key, leaf: line?.child ?? null });
  await output.takeWaiting();
  return changes;
}

/** Joins the parts of `mergeRange`, in key order, under the root that a merge at once would have made. */
export async function joinRanges(
  root: TreeRoot | null,
  parts: AsyncIterable<readonly LeafChange[]>,
  ports: { readonly blocks: MergePorts['blocks']; readonly sink: BlockSink },
): Promise<TreeRoot | null> {
  if (root === null) return join(leavesOf(parts), ports.sink);
  return mergeAbove(new StandingTree(root, ports.blocks), lineOperations(parts), new BlockOutput(ports.sink));
}

async function* entriesOf(batches: AsyncIterable<readonly Operation[]>): AsyncGenerator<Entry> {
  for await (const batch of batches) for (const [, entry] of batch) if (entry !== null) yield entry;
}

async function* leavesOf(parts: AsyncIterable<readonly LeafChange[]>): AsyncGenerator<readonly Subtree[]> {
  for await (const part of parts) yield part.flatMap(({ leaf }) => leaf ?? []);
}

async function* lineOperations(parts: AsyncIterable<readonly LeafChange[]>): AsyncGenerator<LineOperation> {
  for await (const part of parts)
    for (const { key, leaf } of part) yield { key, line: leaf === null ? null : childLine(leaf) };
}

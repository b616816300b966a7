import type { BlockSink, TreeRoot } from './block.ts';
import { BlockOutput } from './block-output.ts';
import type { Blocks } from './blocks.ts';
import { type Density, rowDensity } from './boundary.ts';
import type { Operation } from './entry.ts';
import { LevelMerge } from './level-merge.ts';
import { rowLine } from './line.ts';
import { assertOperation, lineWindows } from './line-windows.ts';
import { mergeAbove } from './merge-above.ts';
import { MergeOutput } from './merge-output.ts';
import { StandingTree } from './standing-tree.ts';
import { TreeBuilder } from './tree-builder.ts';
import { windows } from './windows.ts';

/** Operations whose places are found and read together. */
const windowSize = 4_096;

/** Where a merge reads the standing tree and writes new blocks. */
export interface MergePorts {
  readonly blocks: Blocks;
  readonly sink: BlockSink;
  /** Of the leaves; that with which the standing tree was built. */
  readonly density?: Density;
}

/**
 * The tree after `operations`, which come in strictly rising order of keys: block for block what `build` makes of the
 * final rows. Reads only what the operations touch, writes only blocks that the standing tree does not have; putting what
 * stands and removing what is absent are nothing. Streams: memory holds one window of operations.
 */
export async function merge(
  root: TreeRoot | null,
  operations: Iterable<Operation> | AsyncIterable<Operation>,
  ports: MergePorts,
): Promise<TreeRoot | null> {
  return mergeBatches(root, windows(operations, windowSize), ports);
}

/** The same for operations that come in arrays: fast, as nothing is awaited between the operations of one array. */
export async function mergeBatches(
  root: TreeRoot | null,
  batches: AsyncIterable<readonly Operation[]>,
  ports: MergePorts,
): Promise<TreeRoot | null> {
  const density = ports.density ?? rowDensity;
  if (root === null) return buildBatches(batches, new TreeBuilder(0, new BlockOutput(ports.sink), density));
  const output = new BlockOutput(ports.sink);
  const tree = new StandingTree(root, ports.blocks);
  const leaves = new LevelMerge(0, tree, new MergeOutput(output), density).run(lineWindows(batches));
  return mergeAbove(tree, leaves, output);
}

async function buildBatches(
  batches: AsyncIterable<readonly Operation[]>,
  builder: TreeBuilder,
): Promise<TreeRoot | null> {
  let previous: string | null = null;
  for await (const batch of batches) {
    for (const operation of batch) {
      assertOperation(previous, operation);
      previous = operation[0];
      const waiting = operation[1] === null ? undefined : builder.add(rowLine(operation[1]));
      if (waiting !== undefined) await waiting;
    }
  }
  return builder.finish();
}

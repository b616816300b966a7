import type { BlockSink, Subtree, TreeRoot } from './block.ts';
import { BlockOutput } from './block-output.ts';
import type { Blocks } from './blocks.ts';
import { type Density, rowDensity } from './boundary.ts';
import type { Operation } from './entry.ts';
import { assertAscending } from './key.ts';
import { LevelMerge, type LineOperation } from './level-merge.ts';
import { childLine, rowLine } from './line.ts';
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
  const blockOutput = new BlockOutput(ports.sink);
  const output = new MergeOutput(blockOutput);
  const tree = new StandingTree(root, ports.blocks);
  let changes = new LevelMerge(0, tree, output, density).run(lineWindows(batches));
  for (let level = 1; level <= root.level; level++) {
    changes = new LevelMerge(level, tree, output, density).run(windows(changes, windowSize));
  }
  const tops = await topsAfter(root, changes);
  const [first] = tops;
  if (first === undefined || first === root) return first ?? null;
  const top = tops.length === 1 ? await lowestRoot(first, tree, output) : await builtAbove(tops, blockOutput);
  await output.finish();
  return top;
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

async function* lineWindows(batches: AsyncIterable<readonly Operation[]>): AsyncGenerator<readonly LineOperation[]> {
  let previous: string | null = null;
  for await (const batch of batches) {
    yield batch.map((operation) => {
      assertOperation(previous, operation);
      previous = operation[0];
      return { key: operation[0], line: operation[1] === null ? null : rowLine(operation[1]) };
    });
  }
}

function assertOperation(previous: string | null, [key, entry]: Operation): void {
  assertAscending(previous, key);
  if (entry !== null && entry[0] !== key)
    throw new RangeError(`Cannot put key "${entry[0]}": operation is for "${key}"`);
}

/** The blocks of the standing root's level after its merge, in key order. */
async function topsAfter(root: TreeRoot, changes: AsyncIterable<LineOperation>): Promise<readonly Subtree[]> {
  const tops = new Map<string, Subtree>([[root.firstKey, root]]);
  for await (const { key, line } of changes) {
    tops.delete(key);
    if (line !== null && line.child !== null) tops.set(key, line.child);
  }
  return [...tops.values()].sort((one, other) => (one.firstKey < other.firstKey ? -1 : 1));
}

/** Goes down while a tree has a single block below its top: the root is the lowest level with one block. */
async function lowestRoot(top: Subtree, tree: StandingTree, output: MergeOutput): Promise<TreeRoot> {
  let root = top;
  while (root.level > 0) {
    const child = output.isNew(root) ? output.collapse(root) : await tree.onlyChild(root);
    if (child === null) break;
    root = child;
  }
  const { hash, level, firstKey, rows, live, since } = root;
  return { hash, level, firstKey, rows, live, since };
}

async function builtAbove(tops: readonly Subtree[], output: BlockOutput): Promise<TreeRoot | null> {
  const builder = new TreeBuilder((tops[0]?.level ?? 0) + 1, output);
  for (const top of tops) await builder.add(childLine(top));
  return builder.finish();
}

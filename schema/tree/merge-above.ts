import type { Subtree, TreeRoot } from './block.ts';
import type { BlockOutput } from './block-output.ts';
import { rowDensity } from './boundary.ts';
import { LevelMerge, type LineOperation } from './level-merge.ts';
import { childLine } from './line.ts';
import { MergeOutput } from './merge-output.ts';
import type { StandingTree } from './standing-tree.ts';
import { TreeBuilder } from './tree-builder.ts';
import { windows } from './windows.ts';

/** Changes of one level whose places are found and read together. */
const windowSize = 4_096;

/** The root after the leaves of a standing tree changed: all levels above them, by the changes of the level below. */
export async function mergeAbove(
  tree: StandingTree,
  leaves: AsyncIterable<LineOperation>,
  blockOutput: BlockOutput,
): Promise<TreeRoot | null> {
  const { root } = tree;
  const output = new MergeOutput(blockOutput);
  let changes = leaves;
  for (let level = 1; level <= root.level; level++)
    changes = new LevelMerge(level, tree, output, rowDensity).run(windows(changes, windowSize));
  const tops = await topsAfter(root, changes);
  const [first] = tops;
  if (first === undefined || first === root) return first ?? null;
  const top = tops.length === 1 ? await lowestRoot(first, tree, output) : await builtAbove(tops, blockOutput);
  await output.finish();
  return top;
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

import type { Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import type { Entry } from './entry.ts';
import type { KeyRange } from './key-range.ts';
import { keyOf } from './line.ts';
import { openIndexes, openLeaves } from './open.ts';
import { type Item, type Pair, pairUp, type Sides } from './pair-up.ts';
import { resolveGroups } from './resolve-rows.ts';
import type { Row } from './row.ts';
import { windows } from './windows.ts';

/** Two trees, each with the port that reads it. */
export interface TwoTrees {
  readonly before: TreeRoot | null;
  readonly after: TreeRoot | null;
  readonly beforeBlocks: Blocks;
  readonly afterBlocks: Blocks;
}

/** A key at which two trees differ; null where a tree has no such row. */
export interface Difference {
  readonly key: string;
  readonly before: Entry | null;
  readonly after: Entry | null;
}

/** Pairs whose blocks are read in one round trip. */
const readAtOnce = 32;

/**
 * The rows in which two trees differ, in key order. Goes down level by level and drops what both have by name, at
 * whatever height and alignment: each block is read once, in at most two calls a level and two more for every 32 pairs that
 * differ. To resume, give the key to go on from as `lower`.
 */
export async function* difference(trees: TwoTrees, range: KeyRange = {}): AsyncGenerator<Difference, void, undefined> {
  const top = Math.max(trees.before?.level ?? 0, trees.after?.level ?? 0);
  let pairs = pairUp(noWindows(), rootsAt(trees, top), openNothing);
  for (let level = top; level > 0; level--) {
    pairs = pairUp(windows(flat(pairs), readAtOnce), rootsAt(trees, level - 1), (window) =>
      bothSides(trees, window, (subtrees, blocks) => childItems(subtrees, range, blocks)),
    );
  }
  const rows = pairUp<Row>(windows(flat(pairs), readAtOnce), nothing, (window) =>
    bothSides(trees, window, (subtrees, blocks) => rowItems(subtrees, range, blocks)),
  );
  for await (const changed of rows) yield* await resolved(trees, changed);
}

const nothing = { before: [], after: [] };

async function openNothing(): Promise<Sides<Subtree>> {
  return nothing;
}

async function* noWindows(): AsyncGenerator<readonly Pair<Subtree>[], void, undefined> {}

async function* flat<T>(arrays: AsyncIterable<readonly T[]>): AsyncGenerator<T, void, undefined> {
  for await (const array of arrays) yield* array;
}

function childItem(subtree: Subtree): Item<Subtree> {
  return { key: subtree.firstKey, identity: subtree.hash, open: () => subtree };
}

/** Trees of different height begin at different levels. */
function rootsAt({ before, after }: TwoTrees, level: number): Sides<Subtree> {
  return {
    before: before?.level === level ? [childItem(before)] : [],
    after: after?.level === level ? [childItem(after)] : [],
  };
}

async function bothSides<T>(
  trees: TwoTrees,
  window: readonly Pair<Subtree>[],
  open: (subtrees: readonly Subtree[], blocks: Blocks) => Promise<readonly Item<T>[]>,
): Promise<Sides<T>> {
  const [before, after] = await Promise.all([
    open(
      window.flatMap((pair) => pair.before ?? []),
      trees.beforeBlocks,
    ),
    open(
      window.flatMap((pair) => pair.after ?? []),
      trees.afterBlocks,
    ),
  ]);
  return { before, after };
}

async function childItems(
  subtrees: readonly Subtree[],
  range: KeyRange,
  blocks: Blocks,
): Promise<readonly Item<Subtree>[]> {
  const opened = await openIndexes(subtrees, blocks);
  return opened.flatMap((block) => block.children.slice(...block.positionsIn(range)).map(childItem));
}

async function rowItems(subtrees: readonly Subtree[], range: KeyRange, blocks: Blocks): Promise<readonly Item<Row>[]> {
  const leaves = await openLeaves(subtrees, blocks);
  return leaves.flatMap((leaf) => {
    const [start, end] = leaf.positionsIn(range);
    const texts = leaf.texts().slice(start, end);
    return texts.map((text, at) => ({ key: keyOf(text), identity: text, open: () => leaf.rowAt(start + at) }));
  });
}

/** Long values are read for all pairs of a window together. */
async function resolved(trees: TwoTrees, pairs: readonly Pair<Row>[]): Promise<readonly Difference[]> {
  const [before, after] = await Promise.all([
    resolveGroups(
      pairs.map((pair) => (pair.before === null ? [] : [pair.before])),
      trees.beforeBlocks,
    ),
    resolveGroups(
      pairs.map((pair) => (pair.after === null ? [] : [pair.after])),
      trees.afterBlocks,
    ),
  ]);
  return pairs.map(({ key }, at) => ({ key, before: before[at]?.[0] ?? null, after: after[at]?.[0] ?? null }));
}

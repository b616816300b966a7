import type { TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import { openIndexes } from './open.ts';

/** A stretch of keys: where it begins, and how much lies in it. */
export interface Stretch {
  readonly firstKey: string;
  readonly rows: number;
}

/** Keys that cut stretches, which may overlap and come in any order, into parts of about `target` rows: one key fewer than parts. */
export function cutKeys(stretches: readonly Stretch[], target: number): readonly string[] {
  const cuts: string[] = [];
  let rows = 0;
  const ordered = stretches.toSorted((one, other) =>
    one.firstKey < other.firstKey ? -1 : one.firstKey > other.firstKey ? 1 : 0,
  );
  for (const { firstKey, rows: more } of ordered) {
    if (rows >= target && firstKey !== cuts.at(-1) && firstKey !== ordered[0]?.firstKey) {
      cuts.push(firstKey);
      rows = 0;
    }
    rows += more;
  }
  return cuts;
}

/** A tree as stretches of at most `most` rows where its levels allow; reads index blocks only, those above level 1. */
export async function stretchesOf(root: TreeRoot | null, blocks: Blocks, most: number): Promise<readonly Stretch[]> {
  if (root === null) return [];
  if (root.level === 0 || root.rows <= most) return [root];
  const [block] = await openIndexes([root], blocks);
  const parts = (block?.children ?? []).map((child) => (child.level > 0 ? stretchesOf(child, blocks, most) : [child]));
  return (await Promise.all(parts)).flat();
}

import type { Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import type { Entry } from './entry.ts';
import type { IndexBlock } from './index-block.ts';
import type { KeyRange } from './key-range.ts';
import { openIndexes, openLeaves } from './open.ts';
import { resolveGroups } from './resolve-rows.ts';
import type { Row } from './row.ts';

interface Visit {
  readonly subtree: Subtree;
  readonly ranges: number[];
}

/**
 * The entries of many short ranges, which must be sorted by lower bound. All of them go down together: one round trip a
 * level and one for long values.
 */
export async function lookUp(
  root: TreeRoot,
  ranges: readonly KeyRange[],
  blocks: Blocks,
): Promise<readonly (readonly Entry[])[]> {
  let visits: readonly Visit[] = [{ subtree: root, ranges: [...ranges.keys()] }];
  for (let level = root.level; level > 0; level--) {
    const opened = await openIndexes(visits.map(subtreeOf), blocks);
    visits = visits.flatMap((visit, at) => visitsBelow(opened[at], visit, ranges));
  }
  const leaves = await openLeaves(visits.map(subtreeOf), blocks);
  const groups: Row[][] = ranges.map(() => []);
  for (const [at, visit] of visits.entries()) {
    for (const range of visit.ranges) groups[range]?.push(...(leaves[at]?.within(ranges[range] ?? {}) ?? []));
  }
  return resolveGroups(groups, blocks);
}

/** What of an index block's children `lookUp` opens next, in its order. */
export function blocksBelow(block: IndexBlock, ranges: readonly KeyRange[]): readonly Subtree[] {
  return visitsBelow(block, { ranges: [...ranges.keys()] }, ranges).map(subtreeOf);
}

function subtreeOf(visit: Visit): Subtree {
  return visit.subtree;
}

/** Children in key order, each with the ranges that reach into it. */
function visitsBelow(
  block: IndexBlock | undefined,
  visit: Pick<Visit, 'ranges'>,
  ranges: readonly KeyRange[],
): readonly Visit[] {
  const below = new Map<Subtree, Visit>();
  for (const range of visit.ranges) {
    const [start, end] = block?.positionsIn(ranges[range] ?? {}) ?? [0, 0];
    for (let at = start; at < end; at++) {
      const subtree = block?.children[at];
      if (subtree === undefined) continue;
      const known = below.get(subtree);
      if (known === undefined) below.set(subtree, { subtree, ranges: [range] });
      else known.ranges.push(range);
    }
  }
  return [...below.values()];
}

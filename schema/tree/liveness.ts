import type { Subtree } from './block.ts';

/**
 * How many rows of a subtree are live on `day` (all of them when it is undefined), or null when only its contents can
 * tell: before `since` some event of the subtree is still to come.
 */
export function liveRows(subtree: Subtree, day: number | undefined): number | null {
  if (day === undefined) return subtree.rows;
  return day >= subtree.since ? subtree.live : null;
}

import type { TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import { CountedReads } from './counted-reads.ts';
import { type Entry, liveOn } from './entry.ts';
import type { KeyRange } from './key-range.ts';
import { readSwath } from './read-swath.ts';
import { resolveRows } from './resolve-rows.ts';
import type { Row } from './row.ts';

/** Which rows a page shows. */
export interface PageRequest extends KeyRange {
  /** From the upper bound down. */
  readonly reverse?: boolean | undefined;
  /** Most entries on the page, at least 1. */
  readonly limit: number;
  /** Only rows live on this day. */
  readonly liveOn?: number | undefined;
  /** Most blocks to read; the page then ends early. One path down is always read, so that a page always gets on. */
  readonly maximumBlocks?: number | undefined;
}

/** Part of a range, and where to go on. */
export interface Page {
  readonly entries: readonly Entry[];
  /** Where to go on: the `lower` of the next page, in reverse its `upper`; null when nothing follows. */
  readonly next: string | null;
  /** Different blocks read, long values' pieces included. */
  readonly blocksRead: number;
}

/**
 * One page of a range, in key order or in reverse. Subtrees without live rows are skipped. One round trip a level as
 * long as the parents know what is live; where they do not (before an event to come) it reads on in doubling swaths.
 */
export async function page(root: TreeRoot | null, request: PageRequest, blocks: Blocks): Promise<Page> {
  const { limit, reverse = false, liveOn: day, maximumBlocks = Number.POSITIVE_INFINITY } = request;
  if (!(limit >= 1)) throw new RangeError(`Cannot read page of "${limit}" rows: must be at least 1`);
  if (root === null) return { entries: [], next: null, blocksRead: 0 };
  const reads = new CountedReads(blocks);
  const rows: Row[] = [];
  let rest: KeyRange | null = { lower: request.lower, upper: request.upper };
  for (let effort = 1; rest !== null && rows.length <= limit; effort *= 2) {
    const wanted = (limit + 1 - rows.length) * effort;
    const swath = await readSwath(root, { range: rest, reverse, day, wanted, maximumBlocks }, reads);
    for (const row of swath.rows) if (day === undefined || liveOn(row, day)) rows.push(row);
    rest = swath.rest;
    // Going on may take a whole new path below the root.
    if (maximumBlocks - reads.count < root.level) break;
  }
  const entries = await resolveRows(rows.slice(0, limit), reads.blocks);
  const end = rows.length > limit ? rows[reverse ? limit - 1 : limit]?.[0] : reverse ? rest?.upper : rest?.lower;
  return { entries, next: end ?? null, blocksRead: reads.count };
}

import type { TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import { CountedReads } from './counted-reads.ts';
import { type Entry, liveOn } from './entry.ts';
import { type Candidate, enough, findSwath, restBehind, type SwathRequest, subtreeOf } from './find-swath.ts';
import type { KeyRange } from './key-range.ts';
import type { LeafBlock } from './leaf-block.ts';
import { openLeaves } from './open.ts';
import { resolveRows } from './resolve-rows.ts';
import { isOverflowRow, type Row } from './row.ts';

/** How many times as many leaves are read as the share of live rows lets expect: the share is seen in few of them. */
const surplus = 2;

/** Which rows a page shows. */
export interface PageRequest extends KeyRange {
  /** From the upper bound down. */
  readonly reverse?: boolean | undefined;
  /** Most entries on the page, at least 1. */
  readonly limit: number;
  /** Only rows live on this day. */
  readonly liveOn?: number | undefined;
  /** Most blocks to read, long values aside; the page then ends early. One path down is always read, so that a page always gets on. */
  readonly maximumBlocks?: number | undefined;
}

/** Part of a range, and where to go on. */
export interface Page {
  /** At most `limit`; fewer do not mean the end. */
  readonly entries: readonly Entry[];
  /** Where to go on: the `lower` of the next page, in reverse its `upper`; null when nothing follows. */
  readonly next: string | null;
  /** Different blocks read, long values' pieces included. */
  readonly blocksRead: number;
}

/**
 * One page of a range, in key order or in reverse, within one round trip a level and one more. Subtrees without live rows are
 * skipped. Where the parents cannot tell what is live (before an event to come) leaves are read as if all were, and then, in
 * the round trip that is left, as many as the first ones let expect; of these at most 64 are looked into, so that a page may
 * hold fewer rows than `limit` though more follow.
 */
export async function page(root: TreeRoot | null, request: PageRequest, blocks: Blocks): Promise<Page> {
  const { limit, reverse = false, liveOn: day, maximumBlocks = Number.POSITIVE_INFINITY } = request;
  if (!(limit >= 1)) throw new RangeError(`Cannot read page of "${limit}" rows: must be at least 1`);
  if (root === null) return { entries: [], next: null, blocksRead: 0 };
  const reads = new CountedReads(blocks);
  const range = { lower: request.lower, upper: request.upper };
  const wanted: SwathRequest = { range, reverse, day, wanted: limit + 1, maximumBlocks };
  const swath = await findSwath(root, wanted, reads);
  const { rows, taken } = await readLeaves(swath.leaves, wanted, reads.blocks);
  const rest = taken < swath.leaves.length ? restBehind(swath.leaves, taken, wanted) : swath.rest;
  const entries = await resolveRows(rows.slice(0, limit), reads.blocks);
  const end = rows.length > limit ? rows[reverse ? limit - 1 : limit]?.[0] : reverse ? rest?.upper : rest?.lower;
  return { entries, next: end ?? null, blocksRead: reads.count };
}

interface ReadLeaves {
  /** Rows live on the day, in reading order. */
  readonly rows: readonly Row[];
  /** How many leaves they are from. */
  readonly taken: number;
}

/** Reads the first leaves, and then others if those are not enough and the last round trip is not wanted for long values. */
async function readLeaves(leaves: readonly Candidate[], request: SwathRequest, blocks: Blocks): Promise<ReadLeaves> {
  const first = enough(leaves, request, request.wanted);
  const opened = await openLeaves(leaves.slice(0, first).map(subtreeOf), blocks);
  const { rows, read } = liveRowsOf(opened, request);
  const missing = request.wanted - rows.length;
  if (missing <= 0 || first === leaves.length || rows.some(isOverflowRow)) return { rows, taken: first };
  const behind = leaves.slice(first);
  const more = enough(behind, request, (missing * surplus * read) / rows.length);
  const others = await openLeaves(behind.slice(0, more).map(subtreeOf), blocks);
  const long = others.findIndex((leaf) => leaf.pieces().length > 0);
  const short = long < 0 ? others : others.slice(0, long);
  const found = liveRowsOf(short, request);
  return { rows: [...rows, ...found.rows], taken: first + short.length };
}

/** The rows of leaves that the request asks for, in reading order, and how many were looked at for them. */
function liveRowsOf(
  leaves: readonly LeafBlock[],
  { range, reverse, day }: SwathRequest,
): { readonly rows: Row[]; readonly read: number } {
  const rows: Row[] = [];
  let read = 0;
  // One by one: to flatten and filter a thousand rows takes twice as long.
  for (const leaf of leaves) {
    const within = leaf.within(range);
    read += within.length;
    for (const row of reverse ? within.toReversed() : within) if (day === undefined || liveOn(row, day)) rows.push(row);
  }
  return { rows, read };
}

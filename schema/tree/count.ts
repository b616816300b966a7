import type { Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import { type KeyRange, liesWithin } from './key-range.ts';
import type { LeafBlock } from './leaf-block.ts';
import { liveRows } from './liveness.ts';
import { openIndexes, openLeaves } from './open.ts';

/** A range to count, on one day or (without it) of all rows. */
export interface CountRequest extends KeyRange {
  readonly liveOn?: number | undefined;
}

/** Exact number of rows of a range. Opens only its two edges, and what changes after the day. */
export async function count(root: TreeRoot | null, request: CountRequest, blocks: Blocks): Promise<number> {
  const [total] = await countMany(root, [request], blocks);
  return total ?? 0;
}

/** The same for many ranges (which may overlap), together: one round trip a level. */
export async function countMany(
  root: TreeRoot | null,
  requests: readonly CountRequest[],
  blocks: Blocks,
): Promise<readonly number[]> {
  return (await countWithin(Number.POSITIVE_INFINITY, root, requests, blocks)) ?? [];
}

/**
 * The same; null where it would take more than `most` blocks to find what is live, those at the edges of ranges aside: an index block does
 * not tell how many rows are live before an event to come (a planned row; any later event for a day of the past).
 */
export async function countWithin(
  most: number,
  root: TreeRoot | null,
  requests: readonly CountRequest[],
  blocks: Blocks,
): Promise<readonly number[] | null> {
  const counting = new Counting(requests);
  if (root !== null) for (const request of requests.keys()) counting.meet(root, null, request);
  for (let level = root?.level ?? 0; level >= 0; level--) {
    if (counting.searched > most) return null;
    const open = counting.takeOpen();
    const subtrees = open.map(({ subtree }) => subtree);
    if (level === 0) {
      const leaves = await openLeaves(subtrees, blocks);
      for (const [at, leaf] of leaves.entries())
        for (const request of open[at]?.requests ?? []) counting.add(leaf, request);
      continue;
    }
    for (const [at, block] of (await openIndexes(subtrees, blocks)).entries()) {
      const end = open[at]?.end ?? null;
      for (const request of open[at]?.requests ?? []) {
        const [start, stop] = block.positionsIn(requests[request] ?? {});
        for (let position = start; position < stop; position++) {
          const child = block.children[position];
          if (child !== undefined) counting.meet(child, block.children[position + 1]?.firstKey ?? end, request);
        }
      }
    }
  }
  return counting.totals;
}

interface Open {
  readonly subtree: Subtree;
  readonly end: string | null;
  readonly requests: number[];
}

/** Sums so far, and the subtrees that must be opened to go on. */
class Counting {
  readonly totals: number[];
  /** Subtrees that lie whole in a range and must be opened all the same. */
  searched = 0;
  readonly #requests: readonly CountRequest[];
  #open = new Map<string, Open>();

  constructor(requests: readonly CountRequest[]) {
    this.#requests = requests;
    this.totals = requests.map(() => 0);
  }

  /** Counts a subtree for a request if its parent's word suffices, else remembers to open it. `end` is where the next one begins. */
  meet(subtree: Subtree, end: string | null, request: number): void {
    const range = this.#requests[request] ?? {};
    const isWhole = liesWithin(subtree.firstKey, end, range);
    const rows = isWhole ? liveRows(subtree, range.liveOn) : null;
    if (rows !== null) this.#add(request, rows);
    else if (subtree.firstKey < (range.upper ?? '\u007f')) {
      if (isWhole && !this.#open.has(subtree.firstKey)) this.searched++;
      const open = this.#open.get(subtree.firstKey) ?? { subtree, end, requests: [] };
      open.requests.push(request);
      this.#open.set(subtree.firstKey, open);
    }
  }

  add(leaf: LeafBlock, request: number): void {
    const range = this.#requests[request] ?? {};
    const [start, end] = leaf.positionsIn(range);
    this.#add(request, range.liveOn === undefined ? end - start : leaf.liveWithin(range, range.liveOn));
  }

  takeOpen(): readonly Open[] {
    const open = [...this.#open.values()];
    this.#open = new Map();
    return open;
  }

  #add(request: number, rows: number): void {
    this.totals[request] = (this.totals[request] ?? 0) + rows;
  }
}

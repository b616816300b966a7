import { compareKeys, type KeyedText } from './keyed-text.ts';

/** Rows handed on at once: what a few hundred rows are made into is done with before the collector comes by, and is never copied. */
const BATCH = 256;
const NOTHING: readonly KeyedText[] = [];

/** A run being read: the page at hand (never used up), the place in it, the pages after it, its rank in the input. */
interface Run {
  page: readonly KeyedText[];
  at: number;
  head: KeyedText;
  readonly pages: AsyncIterator<readonly KeyedText[]>;
  readonly rank: number;
}

/**
 * Merges sorted runs into batches in the order of keys; equal keys keep the order of the runs.
 * The runs stand in a list sorted by their next row: it is short (a thousand runs hold some 50 GB), and the first
 * run gives rows without a look at the others until it passes the second.
 */
export async function* mergeRuns(sources: readonly AsyncIterator<readonly KeyedText[]>[]): AsyncGenerator<KeyedText[]> {
  const runs: Run[] = [];
  for (const [rank, pages] of sources.entries()) {
    const run = await openRun(pages, rank);
    if (run) insert(runs, run);
  }
  let batch: KeyedText[] = [];
  for (let first = runs.shift(); first; first = runs.shift()) {
    const isUsedUp = drain(first, runs[0], batch);
    if (!isUsedUp || (await turnPage(first))) insert(runs, first);
    if (batch.length >= BATCH) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

async function openRun(pages: AsyncIterator<readonly KeyedText[]>, rank: number): Promise<Run | null> {
  const run: Run = { page: NOTHING, at: 0, head: ['', ''], pages, rank };
  return (await turnPage(run)) ? run : null;
}

/** Goes to the next page that holds a row; false at the end of the run. */
async function turnPage(run: Run): Promise<boolean> {
  for (let next = await run.pages.next(); !next.done; next = await run.pages.next()) {
    const [head] = next.value;
    if (head === undefined) continue;
    run.page = next.value;
    run.at = 0;
    run.head = head;
    return true;
  }
  return false;
}

/** Moves rows of `run` into the batch until `second` comes first or the batch is full; true when its page is used up. */
function drain(run: Run, second: Run | undefined, batch: KeyedText[]): boolean {
  do {
    batch.push(run.head);
    const next = run.page[++run.at];
    if (next === undefined) return true;
    run.head = next;
  } while (batch.length < BATCH && (second === undefined || comesFirst(run, second)));
  return false;
}

function comesFirst(left: Run, right: Run): boolean {
  const order = compareKeys(left.head, right.head);
  return order < 0 || (order === 0 && left.rank < right.rank);
}

function insert(runs: Run[], run: Run): void {
  let low = 0;
  let high = runs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const other = runs[middle];
    if (other && comesFirst(other, run)) low = middle + 1;
    else high = middle;
  }
  runs.splice(low, 0, run);
}

import { dayText } from '../dates/day.ts';
import { countWithin } from '../tree/count.ts';
import { type Entry, liveOn } from '../tree/entry.ts';
import type { KeyRange } from '../tree/key-range.ts';
import { page } from '../tree/page.ts';
import { codeInOrder, codeOfKey, startText } from './as-of.ts';
import { countedBlocks } from './counted-blocks.ts';
import { type OrderView, viewOrder } from './order-view.ts';
import { type RegisterView, rootOf } from './register-view.ts';
import { rowsByCodes } from './span.ts';

/** A row that may belong to a list, and the place behind it. */
export interface Candidate {
  readonly entry: Entry;
  readonly position: string;
  /** First part of the key that it was found under in another order; null in that by code. */
  readonly first: string | null;
}

/** Rows of a list in its order; `next` is where to go on, null at the end. */
export interface CandidatePage {
  readonly candidates: readonly Candidate[];
  readonly next: string | null;
}

/** Where a list comes from. */
export interface RowSource {
  /** Fields by whose order it goes: rows of which the viewer may not read them are not in it. */
  readonly keys: readonly string[];
  /** True where each row may lie in a block of its own. */
  readonly scattered: boolean;
  /** At most `limit` rows from the place `from` on (null: from the beginning); fewer do not mean the end. */
  read(from: string | null, limit: number): Promise<CandidatePage>;
  /** Counts all rows that `read` would answer; null where only reading them would tell. Answers null where that takes too many blocks. */
  readonly count: (() => Promise<number | null>) | null;
}

/** Which row of a code a list shows: the one valid on the day, or the tombstone that stands on it. */
export type Standing = 'VALID' | 'RETIRED';

/** All rows of the register, by code. */
export function allRows(view: RegisterView, standing: Standing): RowSource {
  const root = rootOf(view, 'rows.open');
  const live = standing === 'VALID' ? { liveOn: view.asOf.day } : {};
  return {
    keys: [],
    scattered: false,
    read: async (from, limit) => {
      const request = { lower: from ?? undefined, limit, ...live };
      view.foresight?.page('rows.open', request);
      const { entries, next } = await page(root, request, view.blocks('open'));
      const candidates = entries
        .filter((entry) => stands(view, entry, standing))
        .map((entry) => ({ entry, position: behind(entry[0]), first: null }));
      return { candidates, next };
    },
    count: standing === 'VALID' ? () => countValid(view) : null,
  };
}

/** Counts the rows of a register that are valid on the view's day; null where that takes too many blocks. */
export async function countValid(view: RegisterView): Promise<number | null> {
  const counted = await countWithin(
    countedBlocks,
    rootOf(view, 'rows.open'),
    [{ liveOn: view.asOf.day }],
    view.blocks('open'),
  );
  return counted?.[0] ?? null;
}

/** The rows of some codes, by code. */
export function rowsOfCodes(view: RegisterView, codes: Iterable<string>, standing: Standing): RowSource {
  const sorted = [...new Set(codes)].sort();
  const read = async (from: string | null, limit: number): Promise<CandidatePage> => {
    const wanted = from === null ? sorted : sorted.filter((code) => code >= from);
    const entries = await standingRows(view, wanted, standing);
    const candidates = entries.flatMap((entry) =>
      entry === null ? [] : { entry, position: behind(codeOfKey(entry[0])), first: null },
    );
    const next = candidates.length > limit ? (candidates[limit - 1]?.position ?? null) : null;
    return { candidates: candidates.slice(0, limit), next };
  };
  return { keys: [], scattered: false, read, count: async () => (await read(null, sorted.length)).candidates.length };
}

/** A part of an order. */
export interface InOrder {
  readonly tree: string;
  /** They rise. */
  readonly ranges: readonly Required<KeyRange>[];
  /**
   * True where rows that are neighbours in the order are none in the register. The few ranges of such a part are read at once,
   * in one round trip, though the first may fill the page.
   */
  readonly scattered?: boolean;
}

/** Rows in the order of another tree, whose keys are `<first part> <code> <day>`: those in `ranges`. */
export function rowsInOrder(
  view: RegisterView,
  { tree, ranges, scattered = false }: InOrder,
  standing: Standing,
): RowSource {
  const order = viewOrder(view, tree);
  const live = standing === 'VALID' ? { liveOn: view.asOf.day } : {};
  const read = async (from: string | null, limit: number): Promise<CandidatePage> => {
    const keys: string[] = [];
    let next: string | null = null;
    const rests = ranges.filter(({ upper = '' }) => from === null || from < upper).map((range) => restOf(range, from));
    const pages = scattered ? await Promise.all(rests.map((rest) => order.page({ ...rest, ...live, limit }))) : [];
    for (const [place, rest] of rests.entries()) {
      const full = keys.length >= limit;
      const wanted = full ? 1 : limit - keys.length;
      const request = { ...rest, ...live, limit: wanted };
      if (!full && !scattered) view.foresight?.page(tree, request);
      const found = cut(pages[place], wanted) ?? (await order.page(request));
      next = full ? (found.entries[0]?.[0] ?? found.next) : found.next;
      if (!full) for (const [key] of found.entries) keys.push(key);
      if (next !== null) break;
    }
    const candidates = await candidatesOf(view, distinct(keys), standing);
    return { candidates, next: next === null ? null : pastCode(next, keys.at(-1)) };
  };
  const { count } = order;
  const sum = async () => {
    const counts = await count?.(ranges.map((range) => ({ ...range, ...live })));
    return counts?.reduce((total, rows) => total + rows, 0) ?? null;
  };
  return { keys: order.keys, scattered, read, count: standing === 'VALID' && count !== null ? sum : null };
}

type FoundPage = Awaited<ReturnType<OrderView['page']>>;

function cut(page: FoundPage | undefined, limit: number): FoundPage | undefined {
  if (page === undefined || page.entries.length <= limit) return page;
  return { entries: page.entries.slice(0, limit), next: page.entries[limit]?.[0] ?? null };
}

function restOf({ lower, upper }: Required<KeyRange>, from: string | null): Required<KeyRange> {
  return { lower: from !== null && lower !== undefined && from > lower ? from : lower, upper };
}

async function candidatesOf(view: RegisterView, keys: readonly string[], standing: Standing): Promise<Candidate[]> {
  const codes = keys.map((key) => codeInOrder(key).code);
  const entries = await standingRows(view, codes, standing);
  const candidates: Candidate[] = [];
  for (const [place, key] of keys.entries()) {
    const entry = entries[place] ?? null;
    if (entry !== null) candidates.push({ entry, position: behind(key), first: codeOfKey(key) });
  }
  return candidates;
}

async function standingRows(
  view: RegisterView,
  codes: readonly string[],
  standing: Standing,
): Promise<readonly (Entry | null)[]> {
  view.foresight?.codes(codes);
  const groups = await rowsByCodes(rootOf(view, 'rows.open'), codes, view.blocks('open'));
  return groups.map((rows) => rows.find((entry) => stands(view, entry, standing)) ?? null);
}

/** A tombstone is never live, and stands from its first day on. */
function stands(view: RegisterView, entry: Entry, standing: Standing): boolean {
  if (standing === 'VALID') return liveOn(entry, view.asOf.day);
  const [key, from, to] = entry;
  return to !== null && to <= from && startText(key) <= dayText(view.asOf.day);
}

/** Several periods of one code follow one another under the same first part; one is enough. */
function distinct(keys: readonly string[]): readonly string[] {
  return keys.filter((key, place) => {
    const before = keys[place - 1];
    return before === undefined || before.length !== key.length || !startsAlike(before, key);
  });
}

/** True for keys of one length that differ in nothing but their day; told from behind, where codes that are neighbours differ. */
function startsAlike(one: string, other: string): boolean {
  for (let at = other.lastIndexOf(' '); at >= 0; at--) if (one.charCodeAt(at) !== other.charCodeAt(at)) return false;
  return true;
}

/** Where to go on without meeting the code of `last` again. */
function pastCode(next: string, last: string | undefined): string {
  const start = startOfOrder(next);
  return last !== undefined && start === startOfOrder(last) ? `${start} ~` : next;
}

function startOfOrder(key: string): string {
  return key.slice(0, key.lastIndexOf(' '));
}

/** The place behind a key: no other key lies between the two. */
function behind(key: string): string {
  return `${key} `;
}

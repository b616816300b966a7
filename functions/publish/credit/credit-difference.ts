import type { SourceRow } from '../../../schema/publication/code-case.ts';
import type { Findings } from '../../../schema/publication/findings.ts';
import type { CreditEdition } from '../../../schema/registers/credit/credit-edition.ts';
import { type StoredStatement, secondsSince2000, statementOf } from '../../../schema/registers/credit/entries.ts';
import { type CreditRecord, creditRecord } from '../../../schema/registers/credit/record.ts';
import type { Entry } from '../../../schema/tree/entry.ts';
import { scan } from '../../../schema/tree/scan.ts';
import type { ParsedSource } from '../parsed-source.ts';
import type { PublicationBlocks } from '../publication-blocks.ts';
import { createRowSorter, type RowSorter } from '../sort-rows.ts';

/** How many statements came, went, or stayed; `inScope` is what stood before. */
export interface CreditCounts {
  readonly inserted: number;
  readonly updated: number;
  readonly retired: number;
  /** What would have gone, had every id of the file been readable. */
  readonly held: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly inScope: number;
}

/** One statement that is not as it was. */
export interface StatementChange {
  readonly before: StoredStatement | null;
  readonly after: StoredStatement | null;
}

/** What a file changes, in the order of ids; may be read again until it is disposed of. */
export interface CreditDifference extends AsyncDisposable {
  readonly counts: CreditCounts;
  changes(): AsyncGenerator<StatementChange>;
}

/** What a difference is made of. */
export interface DifferenceInput {
  readonly base: CreditEdition | null;
  readonly parsed: ParsedSource;
  readonly sorter: RowSorter;
  readonly findings: Findings;
  readonly blocks: PublicationBlocks;
  /** When the next edition will have been made, in milliseconds. */
  readonly at: number;
  readonly folder: string;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Joins the sorted file with what stands, id by id. */
export async function creditDifference(input: DifferenceInput): Promise<CreditDifference> {
  const { base, parsed, blocks, folder } = input;
  const changed = createRowSorter({ folder });
  const counts: Mutable<CreditCounts> = {
    ...{ inserted: 0, updated: 0, retired: 0, held: 0, unchanged: 0, inScope: 0 },
    rejected: parsed.rejected,
  };
  const standing = scan(base?.statements ?? null, {}, blocks.blocks('credit'));
  for await (const joined of joinById(standing, groupsById(input.sorter))) {
    if (joined.before !== null) counts.inScope += 1;
    const change = joined.rows === null ? absent(joined, input, counts) : stated(joined, input, counts);
    if (change !== null) await changed.add([[idOf(change), JSON.stringify(change)]]);
  }
  return { counts, changes: () => changesIn(changed), [Symbol.asyncDispose]: () => changed[Symbol.asyncDispose]() };
}

interface Joined {
  readonly before: StoredStatement | null;
  readonly rows: Rows | null;
}

/** What stands and is not in the file goes, unless its row could not be read, or nobody knows which rows could not. */
function absent(
  { before }: Joined,
  { parsed }: DifferenceInput,
  counts: Mutable<CreditCounts>,
): StatementChange | null {
  if (before === null || parsed.rejectedCodes.has(before.record.id)) return null;
  counts[parsed.unreadable ? 'held' : 'retired'] += 1;
  return parsed.unreadable ? null : { before, after: null };
}

function stated(
  { before, rows }: Joined,
  input: DifferenceInput,
  counts: Mutable<CreditCounts>,
): StatementChange | null {
  const { row } = rows?.[0] ?? { row: null };
  if (row === null || rows === null) return null;
  if (rows.length > 1 || input.parsed.rejectedCodes.has(row.code)) {
    counts.rejected += rows.length;
    input.findings.add(rows.map(({ line }) => duplicate(line, row.code)));
    return null;
  }
  const record = creditRecord().parse(row);
  if (before !== null && sameRecord(before.record, record)) {
    counts.unchanged += 1;
    return null;
  }
  counts[before === null ? 'inserted' : 'updated'] += 1;
  return { before, after: { record, since: secondsSince2000(input.at) } };
}

async function* joinById(standing: AsyncIterator<Entry>, groups: AsyncIterable<Rows>): AsyncGenerator<Joined> {
  let stands = await standing.next();
  for await (const rows of groups) {
    const id = rows[0].row.code;
    for (; !stands.done && stands.value[0] < id; stands = await standing.next())
      yield { before: statementOf(stands.value), rows: null };
    const before = !stands.done && stands.value[0] === id ? statementOf(stands.value) : null;
    if (before !== null) stands = await standing.next();
    yield { before, rows };
  }
  for (; !stands.done; stands = await standing.next()) yield { before: statementOf(stands.value), rows: null };
}

/** The id of the statement that a change is about. */
export function idOf({ before, after }: StatementChange): string {
  return (after ?? before)?.record.id ?? '';
}

async function* changesIn(sorter: RowSorter): AsyncGenerator<StatementChange> {
  for await (const batch of sorter.sorted()) for (const [, text] of batch) yield JSON.parse(text) as StatementChange;
}

type Rows = readonly [SourceRow, ...SourceRow[]];

async function* groupsById(sorter: RowSorter): AsyncGenerator<Rows> {
  let group: SourceRow[] = [];
  for await (const batch of sorter.sorted()) {
    for (const [, text] of batch) {
      const row = JSON.parse(text) as SourceRow;
      if (group.length > 0 && group[0]?.row.code !== row.row.code) {
        yield group as unknown as Rows;
        group = [];
      }
      group.push(row);
    }
  }
  if (group.length > 0) yield group as unknown as Rows;
}

function duplicate(line: number, id: string) {
  const message = `Cannot take "${id}": its id must be there once, is in another row of the file too`;
  return { level: 'error', reason: 'DUPLICATE_KEY', line, column: 'id', message, codes: [id] } as const;
}

function sameRecord(one: CreditRecord, other: CreditRecord): boolean {
  return JSON.stringify(one) === JSON.stringify(creditRecord().parse(other));
}

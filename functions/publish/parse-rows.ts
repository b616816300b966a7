import { dayText } from '../../schema/dates/day.ts';
import type { SourceRow } from '../../schema/publication/code-case.ts';
import type { Finding, FindingReason } from '../../schema/publication/finding.ts';
import type { Findings } from '../../schema/publication/findings.ts';
import type { Replacement } from '../../schema/publication/lineage.ts';
import { startOf } from '../../schema/publication/periods.ts';
import { type RowParser, type RowResult, rowParser } from '../../schema/publication/row-parser.ts';
import type { Source } from '../../schema/publication/source.ts';
import type { Register } from '../../schema/registers/register.ts';
import { shownColumn } from './column-names.ts';
import { ownText } from './own-text.ts';
import type { ParsedSource } from './parsed-source.ts';
import type { RowBatch, RowFault } from './reading/raw-row.ts';
import { isSourceFault } from './reading/source-fault.ts';
import type { RowSorter } from './sort-rows.ts';
import type { KeyedText } from './sorting/keyed-text.ts';

/** Where rows come from and where they go. */
export interface ParseRequest {
  readonly register: Pick<Register, 'policies'>;
  readonly source: Source;
  /** Throws a `SourceFault` for what spoils the whole source. */
  readonly batches: AsyncIterable<RowBatch>;
  readonly effective: number;
  readonly ignoreUnknown: boolean;
  /** Takes the good rows, keyed by code and first day, as JSON of `SourceRow`. */
  readonly sorter: RowSorter;
  readonly findings: Findings;
  readonly onProgress: (rows: number) => void;
}

interface Tally {
  rows: number;
  rejected: number;
  unreadable: boolean;
  readonly rejectedCodes: Set<string>;
  readonly replacements: Replacement[];
  readonly sealed: Map<string, number>;
}

/** Reads a source, or a part of it, to its end: good rows into the sorter, the others into findings. */
export async function parseRows(request: ParseRequest): Promise<ParsedSource> {
  const tally: Tally = {
    rows: 0,
    rejected: 0,
    unreadable: false,
    rejectedCodes: new Set(),
    replacements: [],
    sealed: new Map(),
  };
  const refused = await parseAll(request, tally);
  return { ...tally, refused };
}

async function parseAll(request: ParseRequest, tally: Tally): Promise<Finding | null> {
  let parser: RowParser | null = null;
  let columns = -1;
  try {
    for await (const batch of request.batches) {
      if (parser === null || batch.columns.length !== columns) {
        columns = batch.columns.length;
        parser = rowParser(batch.columns, { register: request.register, source: request.source, sealed: tally.sealed });
        const refused = refusedColumns(parser, batch, request);
        if (refused !== null) return refused;
      }
      await takeBatch(batch, parser, request, tally);
      request.onProgress(tally.rows);
    }
    return null;
  } catch (error) {
    if (!isSourceFault(error)) throw error;
    return {
      level: 'error',
      reason: error.reason,
      message: error.reason === 'BAD_HEADER' ? `${error.message}; ${headerWanted(request)}` : error.message,
      ...(error.line === null ? {} : { line: error.line }),
    };
  }
}

function headerWanted({ source }: ParseRequest): string {
  return `the first line must be a header that names the columns, parted by commas: ${Object.keys(source.columns).join(', ')}`;
}

/** A line that names no more columns than this may be one of data, which is not to be repeated. */
const knownByChance = 1;

/**
 * A header must name every column and no other; JSON rows name their own, so there a missing one is the row's fault. Of a line
 * that is no header nothing is told.
 */
function refusedColumns(parser: RowParser, batch: RowBatch, request: ParseRequest): Finding | null {
  const columns = request.source.columns;
  const known = Object.keys(columns).join(', ');
  const named = batch.columns.filter((name) => Object.hasOwn(columns, name)).length;
  if (batch.header && named <= knownByChance) {
    const message = `Cannot read header: ${headerWanted(request)}; it names ${named} of them`;
    return { level: 'error', reason: 'BAD_HEADER', message };
  }
  const complain = (reason: FindingReason, names: readonly string[], state: string): Finding => ({
    level: 'error',
    reason,
    column: names.map(shownColumn).join(', '),
    message: `Cannot publish the file: column ${names.map(shownColumn).join(', ')} is ${state}; columns are ${known}`,
  });
  if (parser.unknown.length > 0 && !request.ignoreUnknown) return complain('UNKNOWN_COLUMN', parser.unknown, 'unknown');
  if (parser.missing.length > 0 && batch.header) return complain('MISSING_COLUMN', parser.missing, 'missing');
  return null;
}

async function takeBatch(batch: RowBatch, parser: RowParser, request: ParseRequest, tally: Tally): Promise<void> {
  for (const fault of batch.faults) takeFault(fault, request, tally);
  const good: KeyedText[] = [];
  for (const raw of batch.rows) {
    tally.rows += 1;
    const result = parser.parse(raw);
    if (result.ok) good.push(keyed(result.row, request.effective, tally));
    takeResult(result, request, tally);
  }
  await request.sorter.add(good);
}

function takeFault(fault: RowFault, request: ParseRequest, tally: Tally): void {
  tally.rows += 1;
  tally.rejected += 1;
  tally.unreadable = true;
  request.findings.add([{ level: 'error', reason: fault.reason, line: fault.line, message: fault.message }]);
}

function takeResult(result: RowResult, request: ParseRequest, tally: Tally): void {
  if (result.ok) {
    if (result.warnings.length > 0) request.findings.add(result.warnings);
    return;
  }
  tally.rejected += 1;
  if (result.code === null) tally.unreadable = true;
  else tally.rejectedCodes.add(ownText(result.code));
  request.findings.add(result.findings);
}

function keyed(source: SourceRow, effective: number, tally: Tally): KeyedText {
  const { row } = source;
  const from = row.validFrom === null ? effective : startOf({ validFrom: row.validFrom });
  for (const replaced of row.replaces)
    tally.replacements.push({ code: ownText(row.code), replaced: ownText(replaced), from });
  return [`${row.code} ${row.validFrom === null ? '' : dayText(from)}`, JSON.stringify(source)];
}

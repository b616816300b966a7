import { counted } from '../counted.ts';
import type { MultiPolygon } from '../geometry/multi-polygon.ts';
import { classFor } from '../privacy/record-class.ts';
import { redactPersons } from '../privacy/redact-persons.ts';
import type { FieldPolicy } from '../registers/field.ts';
import type { Register } from '../registers/register.ts';
import type { Json } from '../tree/entry.ts';
import type { SourceRow } from './code-case.ts';
import type { CellResult, Column } from './column.ts';
import type { Finding, FindingReason } from './finding.ts';
import { readShape } from './read-shape.ts';
import { type Cells, isRejection, type Source } from './source.ts';

/** What became of one source row. `code` is null when even the code could not be read. */
export type RowResult =
  | { readonly ok: true; readonly row: SourceRow; readonly warnings: readonly Finding[] }
  | { readonly ok: false; readonly code: string | null; readonly findings: readonly Finding[] };

/** One raw row: cells in the order of the header that the parser was made for. */
export interface RawCells {
  readonly line: number;
  readonly cells: readonly unknown[];
  readonly geometry?: unknown;
}

/** A parser for rows under one header. */
export interface RowParser {
  readonly unknown: readonly string[];
  readonly missing: readonly string[];
  parse(raw: RawCells): RowResult;
}

/** What a parser needs besides the header. */
export interface ParserSettings {
  readonly register: Pick<Register, 'policies'>;
  readonly source: Source;
  /** Counts sealed cells by column as they are dropped. */
  readonly sealed: Map<string, number>;
}

interface Reader {
  readonly position: number;
  readonly name: string;
  readonly column: Column | 'sealed';
  /** What the policy says of the column; absent for sealed ones. */
  readonly policy: FieldPolicy | undefined;
}

/** Makes the parser of rows under `header`. */
export function rowParser(header: readonly string[], settings: ParserSettings): RowParser {
  const { register, source, sealed } = settings;
  const readers: Reader[] = [];
  const unknown: string[] = [];
  for (const [position, name] of header.entries()) {
    const column = Object.hasOwn(source.columns, name) ? source.columns[name] : undefined;
    if (column === undefined) unknown.push(name);
    else readers.push({ position, name, column, policy: register.policies[name] });
  }
  for (const reader of readers) if (reader.column === 'sealed' && !sealed.has(reader.name)) sealed.set(reader.name, 0);
  const missing = Object.keys(source.columns).filter(
    (name) => source.columns[name] !== 'sealed' && !header.includes(name),
  );
  for (const name of missing)
    readers.push({ position: -1, name, column: source.columns[name] ?? 'sealed', policy: undefined });
  return { unknown, missing, parse: (raw) => parseRow(raw, readers, settings) };
}

/** True when a report may show the cell: the column is open, for this record, whose code can be read where that matters. */
function mayBeShown({ policy }: Reader, code: string | null): boolean {
  if (policy?.stricter === undefined) return policy?.class === 'open';
  return code !== null && classFor(policy, { code }) === 'open';
}

function codeIn(raw: RawCells, readers: readonly Reader[]): string | null {
  const reader = readers.find(({ name }) => name === 'code');
  if (reader === undefined || reader.column === 'sealed') return null;
  const text = cellText(raw.cells[reader.position]);
  return reader.column.read(text).ok ? text : null;
}

function parseRow(raw: RawCells, readers: readonly Reader[], settings: ParserSettings): RowResult {
  const cells: { [field: string]: Json } = {};
  let findings: Finding[] | null = null;
  let refused = false;
  for (const reader of readers) {
    const cell = raw.cells[reader.position];
    if (reader.column === 'sealed') {
      if (cell !== '' && cell !== null && cell !== undefined) count(settings.sealed, reader.name);
      continue;
    }
    const text = cellText(cell);
    const result = readCell(cell, text, reader.column);
    if (result.ok) cells[reader.name] = result.value;
    if (result.ok && !('warning' in result)) continue;
    findings ??= [];
    const about = { line: raw.line, value: shownValue(reader, text, codeIn(raw, readers)) };
    findings.push(cellFinding(about, reader, text, result));
    refused ||= !result.ok;
  }
  const shape = readShape(raw, settings.source);
  if (shape.finding !== null) findings = [...(findings ?? []), shape.finding];
  const key = cells[settings.source.key ?? 'code'];
  const code = typeof key === 'string' ? key : null;
  if (refused || shape.refused) return { ok: false, code, findings: findings ?? [] };
  return completeRow({ line: raw.line, cells, shape: shape.value, warnings: findings ?? [] }, settings.source);
}

interface ReadRow {
  readonly line: number;
  readonly cells: Cells;
  readonly shape: MultiPolygon | null;
  readonly warnings: readonly Finding[];
}

function completeRow(read: ReadRow, source: Source): RowResult {
  const completed = source.complete(read.cells, read.shape);
  if (isRejection(completed)) {
    const { column, message } = completed;
    const reason: FindingReason = column === 'geometry' ? 'BAD_GEOMETRY' : 'BAD_VALUE';
    const finding: Finding = { level: 'error', reason, line: read.line, column, message: `Cannot take ${message}` };
    return { ok: false, code: String(read.cells[source.key ?? 'code']), findings: [...read.warnings, finding] };
  }
  const retirement = completed.state === 'RETIRED' ? 'STATED' : null;
  const row = { ...completed, retirement } as unknown as SourceRow['row'];
  return { ok: true, row: { line: read.line, row }, warnings: read.warnings };
}

function cellText(cell: unknown): string {
  if (typeof cell === 'string') return cell;
  if (cell === null || cell === undefined) return '';
  if (Array.isArray(cell)) return cell.map((item) => (typeof item === 'string' ? item : '{}')).join(' ');
  return typeof cell === 'object' ? '{}' : String(cell);
}

/** An empty cell empties its field; an absent one must not, or a forgotten property would do so everywhere. */
function readCell(cell: unknown, text: string, column: Column): CellResult {
  if (typeof cell !== 'string') {
    const fault = faultOfValue(cell, column);
    if (fault !== null) return { ok: false, reason: 'BAD_VALUE', message: fault };
  }
  if (text !== '') return column.read(text);
  if (cell === undefined) return { ok: false, reason: 'MISSING_COLUMN', message: 'must be there, even if empty' };
  if (!column.required) return { ok: true, value: column.empty };
  return { ok: false, reason: 'BAD_VALUE', message: 'must not be empty' };
}

/** What JSON can say and a cell cannot. JSON.parse has rounded a number of more than 15 digits: most codes have more. */
function faultOfValue(cell: unknown, column: Column): string | null {
  const isList = Array.isArray(cell);
  if (isList && !Array.isArray(column.empty)) return 'must be text, a number, true or false, is a list';
  if (typeof cell === 'object' && cell !== null && !isList)
    return 'must be text, a number, true or false, is an object';
  const isRounded = typeof cell === 'number' && Math.abs(cell) > Number.MAX_SAFE_INTEGER;
  return isRounded ? 'must be text, is a number too long to be exact' : null;
}

function count(sealed: Map<string, number>, name: string): void {
  sealed.set(name, (sealed.get(name) ?? 0) + 1);
}

function cellFinding(
  place: { readonly line: number; readonly value: string },
  reader: Reader,
  text: string,
  result: CellResult,
): Finding {
  const { value } = place;
  const about = { ...place, column: reader.name };
  if (result.ok)
    return {
      level: 'warning',
      reason: result.warns ?? 'BAD_DATE',
      ...about,
      message: `${reader.name} ${value} ${result.warning}`,
    };
  const message = `Cannot take ${reader.name} ${value}: ${redactQuotes(result.message, value === text)}`;
  return { level: 'error', reason: result.reason, ...about, message };
}

/** A cell as a report may show it: quoted where it can hold no person data, else only its length. */
function shownValue(reader: Reader, text: string, code: string | null): string {
  const { column } = reader;
  const harmless = column !== 'sealed' && column.alphabet?.test(text) === true && redactPersons(text) === text;
  return mayBeShown(reader, code) && harmless ? text : `<${counted(text.length, 'character')}>`;
}

/** Reasons of code parsers quote the character at fault; that of a hidden cell is not shown either. */
function redactQuotes(message: string, isShown: boolean): string {
  return isShown ? message : message.replace(/, is "[^"]*"+.*$/u, '').replace(/"[^"]*"/gu, '"…"');
}

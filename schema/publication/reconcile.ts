import { type Day, dayText } from '../dates/day.ts';
import { firstDay, type PartialDate } from '../dates/partial-date.ts';
import type { IncomingRow, StoredRow } from '../registers/register.ts';
import type { Finding } from './finding.ts';

/** A source row after its cells were read; an empty `validFrom` still waits for the effective date. */
export interface SourceRow {
  readonly line: number;
  readonly row: IncomingRow;
}

/** All that is known of one code when its publication is decided. */
export interface CodeCase {
  readonly code: string;
  /** Rows that stand, by `validFrom`. */
  readonly standing: readonly StoredRow[];
  /** Rows of the file that were not rejected. */
  readonly incoming: readonly SourceRow[];
  /** Day from which the publication speaks. */
  readonly effective: Day;
  /** True when a row of the file, whose code cannot be told apart from this one, was rejected: nothing is inferred. */
  readonly rejected: boolean;
  /** True when the code's present community lies in what is published. */
  readonly inScope: boolean;
  /** Day on which another row of the file says that it takes this code's place. */
  readonly replacedFrom: Day | null;
  /** True when absence cannot be trusted: the file holds a row whose code cannot be read. */
  readonly held: boolean;
}

/** What stands after the publication, and how it came about. */
export interface Outcome {
  /** Rows that stand afterwards, by `validFrom`; equal objects are untouched rows. */
  readonly rows: readonly StoredRow[];
  readonly rejectedLines: readonly number[];
  readonly retired: boolean;
  readonly held: boolean;
  readonly findings: readonly Finding[];
}

/** First day of a row's period; rows of one code are told apart by it. */
export function startOf(row: { readonly validFrom: string }): Day {
  return firstDay(row.validFrom as PartialDate);
}

/** First day after a row's period, or null. */
export function endOf(row: { readonly validTo: string | null }): Day | null {
  return row.validTo === null ? null : firstDay(row.validTo as PartialDate);
}

/** Decides what becomes of one code: pure, and equal for equal cases. */
export function reconcile(codeCase: CodeCase): Outcome {
  if (codeCase.incoming.length > 0) return reconcilePresent(codeCase);
  return codeCase.rejected || !codeCase.inScope ? untouched(codeCase) : reconcileAbsent(codeCase);
}

function untouched(codeCase: CodeCase, findings: readonly Finding[] = [], held = false): Outcome {
  return { rows: codeCase.standing, rejectedLines: [], retired: false, held, findings };
}

function reconcileAbsent(codeCase: CodeCase): Outcome {
  const last = codeCase.standing.at(-1);
  if (last === undefined) return untouched(codeCase);
  if (last.state === 'RETIRED')
    return codeCase.replacedFrom === null ? untouched(codeCase) : stateRetirement(codeCase, last);
  if (codeCase.replacedFrom === null && codeCase.held) return untouched(codeCase, [], true);
  const day = codeCase.replacedFrom ?? codeCase.effective;
  if (day < startOf(last)) {
    const message = `Cannot retire "${codeCase.code}" from ${dayText(day)}: its last period begins later, on ${last.validFrom}`;
    return untouched(codeCase, [{ level: 'error', reason: 'BAD_PERIOD', message, codes: [codeCase.code] }]);
  }
  const rows = withTombstone(codeCase.standing, day, codeCase.replacedFrom === null ? 'INFERRED' : 'STATED');
  return { rows, rejectedLines: [], retired: true, held: false, findings: [] };
}

/** A retirement that was inferred becomes final when another row says that it took the code's place. */
function stateRetirement(codeCase: CodeCase, tombstone: StoredRow): Outcome {
  if (tombstone.retirement === 'STATED') return untouched(codeCase);
  const rows = [...codeCase.standing.slice(0, -1), { ...tombstone, retirement: 'STATED' as const }];
  return { rows, rejectedLines: [], retired: false, held: false, findings: [] };
}

/** The rows with a last one that says: retired from `day` on. */
function withTombstone(rows: readonly StoredRow[], day: Day, retirement: 'STATED' | 'INFERRED'): StoredRow[] {
  const last = rows.at(-1);
  if (last === undefined) return [];
  const tombstone: StoredRow = { ...last, state: 'RETIRED', validFrom: dayText(day), validTo: null, retirement };
  return closeOpenPeriods([...rows.filter((row) => startOf(row) !== day), tombstone]);
}

function reconcilePresent(codeCase: CodeCase): Outcome {
  const findings: Finding[] = [];
  const base = withoutUndoneRetirement(codeCase, findings);
  const dated = dateRows(codeCase, base, findings);
  const unique = withoutDuplicates(dated, findings);
  const allowed = withoutReuse(unique, base, findings);
  const merged = mergeRows(base, allowed, findings);
  const accepted = new Set(merged.accepted.map((source) => source.line));
  const rejectedLines = codeCase.incoming.map((source) => source.line).filter((line) => !accepted.has(line));
  if (accepted.size === 0) return { ...untouched(codeCase, findings.filter(isError)), rejectedLines };
  const rows = withReplacement(merged.rows, codeCase.replacedFrom);
  const wasRetired = codeCase.standing.at(-1)?.state === 'RETIRED';
  const retired = rows.at(-1)?.state === 'RETIRED' && !wasRetired && codeCase.standing.length > 0;
  return { rows, rejectedLines, retired, held: false, findings };
}

/** A code whose place was taken ends, even if the file lists only its past periods. */
function withReplacement(rows: readonly StoredRow[], replacedFrom: Day | null): readonly StoredRow[] {
  const last = rows.at(-1);
  if (last === undefined || last.state === 'RETIRED' || replacedFrom === null || replacedFrom < startOf(last))
    return rows;
  return withTombstone(rows, replacedFrom, 'STATED');
}

function isError(finding: Finding): boolean {
  return finding.level === 'error';
}

interface DatedRow {
  readonly line: number;
  readonly row: StoredRow;
}

/** An inferred retirement is undone when the code comes back with a row that reaches beyond it. */
function withoutUndoneRetirement(codeCase: CodeCase, findings: Finding[]): readonly StoredRow[] {
  const tombstone = codeCase.standing.at(-1);
  if (tombstone?.state !== 'RETIRED' || tombstone.retirement !== 'INFERRED') return codeCase.standing;
  const retiredFrom = startOf(tombstone);
  const back = codeCase.incoming.find(
    (source) => source.row.state !== 'RETIRED' && reachesBeyond(source.row, retiredFrom),
  );
  const stated = codeCase.incoming.some((source) => source.row.state === 'RETIRED');
  if (back === undefined || stated) return codeCase.standing;
  const message = `Code "${codeCase.code}" is back: its retirement of ${tombstone.validFrom}, inferred from its absence, is undone`;
  findings.push({ level: 'warning', reason: 'REINSTATED', line: back.line, message, codes: [codeCase.code] });
  const rows = codeCase.standing.slice(0, -1);
  const last = rows.at(-1);
  if (last === undefined || endOf(last) !== retiredFrom) return rows;
  return [...rows.slice(0, -1), { ...last, validTo: null }];
}

function reachesBeyond(row: { readonly validTo: string | null }, day: Day): boolean {
  const end = endOf(row);
  return end === null || end > day;
}

/** Gives rows without `validFrom` their date: that of the row they leave unchanged, else the effective date. */
function dateRows(codeCase: CodeCase, base: readonly StoredRow[], findings: Finding[]): DatedRow[] {
  const dated: DatedRow[] = [];
  for (const { line, row } of codeCase.incoming) {
    const validFrom = row.validFrom ?? unchangedSince(row, base, codeCase.effective);
    if (validFrom !== null) {
      dated.push({ line, row: { ...row, validFrom } as StoredRow });
      continue;
    }
    const last = base.at(-1);
    if (last === undefined || startOf(last) <= codeCase.effective) {
      dated.push({ line, row: { ...row, validFrom: dayText(codeCase.effective) } as StoredRow });
      continue;
    }
    const message = `Cannot change "${row.code}" from ${dayText(codeCase.effective)}: its last period begins later, on ${last.validFrom}`;
    findings.push({ level: 'error', reason: 'BAD_PERIOD', line, message, codes: [row.code] });
  }
  return dated;
}

/** The `validFrom` of the last row, or of the row in force, when that says the same as `row`; else null. */
function unchangedSince(row: IncomingRow, base: readonly StoredRow[], effective: Day): string | null {
  const last = base.at(-1);
  const inForce = base.findLast((candidate) => startOf(candidate) <= effective);
  for (const candidate of [last, inForce]) {
    if (candidate === undefined) continue;
    const closed = base[base.indexOf(candidate) + 1];
    const validTo = row.validTo === null && closed !== undefined ? closed.validFrom : row.validTo;
    const said = { ...row, validTo, validFrom: candidate.validFrom, retirement: candidate.retirement } as StoredRow;
    if (sameRow(said, candidate)) return candidate.validFrom;
  }
  return null;
}

/** True when both rows say the same in every field. */
export function sameRow(one: StoredRow, other: StoredRow): boolean {
  for (const field in one) {
    const value = one[field];
    const counterpart = other[field];
    if (value === counterpart) continue;
    if (!Array.isArray(value) || !Array.isArray(counterpart)) return false;
    if (value.length !== counterpart.length || value.some((item, index) => item !== counterpart[index])) return false;
  }
  return true;
}

function withoutDuplicates(dated: readonly DatedRow[], findings: Finding[]): DatedRow[] {
  const count = new Map<Day, number>();
  for (const { row } of dated) count.set(startOf(row), (count.get(startOf(row)) ?? 0) + 1);
  return dated.filter(({ line, row }) => {
    const end = endOf(row);
    const duplicate = (count.get(startOf(row)) ?? 0) > 1;
    const empty = end !== null && end <= startOf(row);
    const about = `"${row.code}" from ${row.validFrom}`;
    if (duplicate) {
      const message = `Cannot take ${about}: the file holds several rows of this code and day`;
      findings.push({ level: 'error', reason: 'DUPLICATE_KEY', line, message, codes: [row.code] });
    } else if (empty) {
      const message = `Cannot take ${about}: its period ends on ${row.validTo}, must end after it begins`;
      findings.push({ level: 'error', reason: 'BAD_PERIOD', line, message, codes: [row.code] });
    }
    return !duplicate && !empty;
  });
}

/** A stated retirement is final: no row may reach beyond it, unless the file states the tombstone itself. */
function withoutReuse(dated: readonly DatedRow[], base: readonly StoredRow[], findings: Finding[]): DatedRow[] {
  const tombstone = base.at(-1);
  if (tombstone?.state !== 'RETIRED' || tombstone.retirement !== 'STATED') return [...dated];
  const retiredFrom = startOf(tombstone);
  const restated = dated.some(({ row }) => row.state === 'RETIRED' && startOf(row) === retiredFrom);
  return dated.filter(({ line, row }) => {
    if (row.state === 'RETIRED') return true;
    if (startOf(row) < retiredFrom && (restated || !reachesBeyond(row, retiredFrom))) return true;
    const message = `Cannot take "${row.code}" from ${row.validFrom}: the code was retired on ${tombstone.validFrom} for good`;
    findings.push({ level: 'error', reason: 'RETIRED_CODE', line, message, codes: [row.code] });
    return false;
  });
}

interface Merged {
  readonly rows: readonly StoredRow[];
  readonly accepted: readonly DatedRow[];
}

/** Puts the file's rows over those that stand; a row that leaves everything as it is keeps the standing object. */
function mergeRows(base: readonly StoredRow[], dated: readonly DatedRow[], findings: Finding[]): Merged {
  const byStart = new Map(base.map((row) => [startOf(row), row]));
  for (const { row } of dated) byStart.set(startOf(row), row);
  const sorted = [...byStart.values()].sort((one, other) => startOf(one) - startOf(other));
  const rows = closeOpenPeriods(sorted).map((row) => standingIfSame(row, base));
  const clash = rows.find((row, index) => overlapsNext(row, rows[index + 1]));
  if (clash === undefined) return { rows, accepted: dated };
  for (const { line, row } of dated) {
    const message = `Cannot take "${row.code}" from ${row.validFrom}: the period from ${clash.validFrom} to ${clash.validTo} overlaps the next one`;
    findings.push({ level: 'error', reason: 'OVERLAPPING_PERIODS', line, message, codes: [row.code] });
  }
  return { rows: base, accepted: [] };
}

function standingIfSame(row: StoredRow, base: readonly StoredRow[]): StoredRow {
  const standing = base.find((candidate) => startOf(candidate) === startOf(row));
  if (standing === undefined) return row;
  const basis =
    row.state === 'RETIRED' && standing.state === 'RETIRED' && standing.retirement === 'STATED'
      ? 'STATED'
      : row.retirement;
  const settled = basis === row.retirement ? row : { ...row, retirement: basis };
  return sameRow(settled, standing) ? standing : settled;
}

/** An open-ended period ends where the next one begins. */
function closeOpenPeriods(rows: readonly StoredRow[]): StoredRow[] {
  return rows.map((row, index) => {
    const next = rows[index + 1];
    return next !== undefined && row.validTo === null ? { ...row, validTo: next.validFrom } : row;
  });
}

function overlapsNext(row: StoredRow, next: StoredRow | undefined): boolean {
  if (next === undefined) return false;
  const end = endOf(row);
  return end === null || end > startOf(next);
}

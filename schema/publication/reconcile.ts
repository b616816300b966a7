import { type Day, dayText } from '../dates/day.ts';
import type { IncomingRow, StoredRow } from '../registers/register.ts';
import type { CodeCase, Outcome } from './code-case.ts';
import { dateRows } from './date-rows.ts';
import type { Finding } from './finding.ts';
import { type MergedPeriods, mergePeriods, withoutBadPeriods } from './merge-periods.ts';
import { reachesBeyond, startOf } from './periods.ts';
import { reinstatement, withoutInferredRetirement, withoutReuse, withTombstone } from './retirement.ts';
import { sameRow } from './same-row.ts';

/** Decides what becomes of one code: pure, and equal for equal cases. */
export function reconcile(codeCase: CodeCase): Outcome {
  if (codeCase.incoming.length > 0) return firstWord(codeCase) ?? leftAlone(codeCase) ?? reconcilePresent(codeCase);
  if (codeCase.unread || codeCase.refused.length > 0 || !codeCase.inScope) return untouched(codeCase);
  return reconcileAbsent(codeCase);
}

function untouched(codeCase: CodeCase, findings: readonly Finding[] = [], held = false): Outcome {
  return { rows: codeCase.standing, taken: [], retiredFrom: null, held, findings };
}

/** The usual case of a first publication, told at a glance: nothing stands, and the file has one sound row. */
function firstWord({ standing, incoming, refused, replacedFrom, effective }: CodeCase): Outcome | null {
  const [source] = incoming;
  if (source === undefined || incoming.length > 1 || standing.length > 0) return null;
  if (refused.length > 0 || replacedFrom !== null) return null;
  const row = source.row.validFrom === null ? datedRow(source.row, effective) : (source.row as StoredRow);
  if (!reachesBeyond(row, startOf(row))) return null;
  return { rows: [row], taken: [{ line: source.line, row }], retiredFrom: null, held: false, findings: [] };
}

function datedRow(row: IncomingRow, effective: Day): StoredRow {
  return { ...row, validFrom: dayText(effective) } as StoredRow;
}

/** The usual case, told at a glance: one row stands, and the file says the same. */
function leftAlone({ standing, incoming, refused, replacedFrom }: CodeCase): Outcome | null {
  const [row, another] = standing;
  const [source] = incoming;
  const isPlain = row !== undefined && another === undefined && incoming.length === 1 && refused.length === 0;
  if (!isPlain || source === undefined || replacedFrom !== null || row.state === 'RETIRED') return null;
  if (!sameRow({ ...source.row, validFrom: source.row.validFrom ?? row.validFrom }, row)) return null;
  return { rows: standing, taken: [{ line: source.line, row }], retiredFrom: null, held: false, findings: [] };
}

function reconcileAbsent(codeCase: CodeCase): Outcome {
  const { standing, replacedFrom } = codeCase;
  const last = standing.at(-1);
  if (last === undefined) return untouched(codeCase);
  if (last.state === 'RETIRED') return replacedFrom === null ? untouched(codeCase) : finalRetirement(codeCase, last);
  const day = replacedFrom ?? codeCase.effective;
  if (replacedFrom === null && codeCase.held) return untouched(codeCase, [], day >= startOf(last));
  if (day < startOf(last)) return untouched(codeCase, [tooEarly(codeCase.code, day, last)]);
  const rows = withTombstone(standing, day, replacedFrom === null ? 'INFERRED' : 'STATED');
  return { rows, taken: [], retiredFrom: day, held: false, findings: [] };
}

/** A retirement that was inferred becomes final when another row says that it took the code's place. */
function finalRetirement(codeCase: CodeCase, tombstone: StoredRow): Outcome {
  if (tombstone.retirement === 'STATED') return untouched(codeCase);
  const rows = [...codeCase.standing.slice(0, -1), { ...tombstone, retirement: 'STATED' as const }];
  return { rows, taken: [], retiredFrom: null, held: false, findings: [] };
}

function reconcilePresent(codeCase: CodeCase): Outcome {
  const { standing } = codeCase;
  const undone = withoutInferredRetirement(codeCase);
  const attempt = undone === null ? null : settle(codeCase, undone);
  const speaks = attempt?.taken.some(({ row }) =>
    withoutInferredRetirement({ ...codeCase, incoming: [{ line: 0, row }] }),
  );
  const { rows, taken, findings } = attempt !== null && speaks === true ? attempt : settle(codeCase, standing);
  if (taken.length === 0) return untouched(codeCase, findings);
  const last = rows.at(-1);
  const isRetired = last?.state === 'RETIRED' && standing.length > 0 && standing.at(-1)?.state !== 'RETIRED';
  return {
    rows,
    taken,
    retiredFrom: isRetired ? startOf(last) : null,
    held: false,
    findings: [...reinstatement(codeCase, rows, taken), ...findings],
  };
}

interface Settled extends MergedPeriods {
  readonly findings: readonly Finding[];
}

/** What the file's rows make of the rows in `base`. */
function settle(codeCase: CodeCase, base: readonly StoredRow[]): Settled {
  const findings: Finding[] = [];
  const { dated, refusedDays } = dateRows(codeCase, base, findings);
  const whole = withoutBadPeriods(dated, refusedDays, findings);
  const { rows, taken } = mergePeriods(base, withoutReuse(whole, base, findings), findings);
  return { rows: taken.length === 0 ? rows : replaced(rows, codeCase, findings), taken, findings };
}

/** A code whose place was taken ends, even if the file lists only its past periods. */
function replaced(rows: readonly StoredRow[], codeCase: CodeCase, findings: Finding[]): readonly StoredRow[] {
  const { code, replacedFrom } = codeCase;
  const last = rows.at(-1);
  if (last === undefined || last.state === 'RETIRED' || replacedFrom === null) return rows;
  if (replacedFrom >= startOf(last)) return withTombstone(rows, replacedFrom, 'STATED');
  findings.push(tooEarly(code, replacedFrom, last));
  return rows;
}

function tooEarly(code: string, day: Day, last: StoredRow): Finding {
  const message = `Cannot retire "${code}" from ${dayText(day)}: its last period begins later, on ${last.validFrom}`;
  return { level: 'error', reason: 'BAD_PERIOD', message, codes: [code] };
}

import { type Day, dayText } from '../dates/day.ts';
import type { StoredRow } from '../registers/register.ts';
import type { CodeCase, DatedRow } from './code-case.ts';
import type { Finding } from './finding.ts';
import { endOf, inOrder, reachesBeyond, startOf } from './periods.ts';

/** The rows with a last one that says: retired from `day` on. What reaches beyond that day is cut. */
export function withTombstone(
  rows: readonly StoredRow[],
  day: Day,
  retirement: 'STATED' | 'INFERRED',
): readonly StoredRow[] {
  const last = rows.at(-1);
  if (last === undefined) return rows;
  const tombstone: StoredRow = { ...last, state: 'RETIRED', validFrom: dayText(day), validTo: null, retirement };
  return inOrder([...rows.filter((row) => startOf(row) !== day), tombstone], () => true);
}

/** The tombstone that ends the rows, if it was inferred from an absent row. */
function inferredTombstone(rows: readonly StoredRow[]): StoredRow | null {
  const last = rows.at(-1);
  return last?.state === 'RETIRED' && last.retirement === 'INFERRED' ? last : null;
}

/**
 * The standing rows as they would be without their inferred retirement, if the file speaks against it: by a row that
 * reaches beyond it, or by another day of retirement. Null when it does not.
 */
export function withoutInferredRetirement({ standing, incoming }: CodeCase): readonly StoredRow[] | null {
  const tombstone = inferredTombstone(standing);
  if (tombstone === null) return null;
  const day = startOf(tombstone);
  const stated = incoming.filter(({ row }) => row.state === 'RETIRED').map(({ row }) => row.validFrom);
  const agrees = stated.some((validFrom) => validFrom === null || startOf({ validFrom }) === day);
  if (agrees || (stated.length === 0 && !incoming.some(({ row }) => reachesBeyond(row, day)))) return null;
  const rows = standing.slice(0, -1);
  const last = rows.at(-1);
  return last === undefined || endOf(last) !== day ? rows : [...rows.slice(0, -1), { ...last, validTo: null }];
}

/** The warning that a code is back, if `rows` have undone the retirement that was inferred from its absence. */
export function reinstatement(
  codeCase: CodeCase,
  rows: readonly StoredRow[],
  taken: readonly DatedRow[],
): readonly Finding[] {
  const tombstone = inferredTombstone(codeCase.standing);
  const back = taken.find(({ row }) => tombstone !== null && reachesBeyond(row, startOf(tombstone)));
  if (tombstone === null || back === undefined || rows.at(-1)?.state === 'RETIRED') return [];
  const message = `Code "${codeCase.code}" is back: its retirement of ${tombstone.validFrom}, inferred from its absence, is undone`;
  return [{ level: 'warning', reason: 'REINSTATED', line: back.line, message, codes: [codeCase.code] }];
}

/** A stated retirement is final: no row may reach beyond it, unless the file tells of the retirement itself. */
export function withoutReuse(
  dated: readonly DatedRow[],
  base: readonly StoredRow[],
  findings: Finding[],
): readonly DatedRow[] {
  const tombstone = base.at(-1);
  if (tombstone?.state !== 'RETIRED' || tombstone.retirement !== 'STATED') return dated;
  const day = startOf(tombstone);
  const restated = dated.some(({ row }) => row.state === 'RETIRED');
  return dated.filter(({ line, row }) => {
    if (row.state === 'RETIRED') return true;
    if (startOf(row) < day && (restated || !reachesBeyond(row, day))) return true;
    const message = `Cannot take "${row.code}" from ${row.validFrom}: the code was retired on ${tombstone.validFrom} for good`;
    findings.push({ level: 'error', reason: 'RETIRED_CODE', line, message, codes: [row.code] });
    return false;
  });
}

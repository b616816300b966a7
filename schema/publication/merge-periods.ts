import type { Day } from '../dates/day.ts';
import type { StoredRow } from '../registers/register.ts';
import type { DatedRow } from './code-case.ts';
import type { Finding } from './finding.ts';
import { endOf, inOrder, overlap, startOf } from './periods.ts';
import { sameRow } from './same-row.ts';

/** Drops rows that the file holds twice (`others`: days of rows that were refused already) or whose period is empty. */
export function withoutBadPeriods(
  dated: readonly DatedRow[],
  others: readonly Day[],
  findings: Finding[],
): readonly DatedRow[] {
  const days = [...others, ...dated.map(({ row }) => startOf(row))];
  return dated.filter(({ line, row }) => {
    const day = startOf(row);
    const end = endOf(row);
    const about = `"${row.code}" from ${row.validFrom}`;
    if (days.indexOf(day) !== days.lastIndexOf(day)) {
      const message = `Cannot take ${about}: the file must hold one row of a code and day, holds several`;
      findings.push({ level: 'error', reason: 'DUPLICATE_KEY', line, message, codes: [row.code] });
    } else if (end !== null && end <= day) {
      const message = `Cannot take ${about}: its period ends on ${row.validTo}, must end after it begins`;
      findings.push({ level: 'error', reason: 'BAD_PERIOD', line, message, codes: [row.code] });
    } else return true;
    return false;
  });
}

/** Rows after a merge, and the rows of the file that are among them. */
export interface MergedPeriods {
  readonly rows: readonly StoredRow[];
  readonly taken: readonly DatedRow[];
}

/**
 * Puts the file's rows over those that stand; a row that leaves everything as it is keeps the standing object. When any
 * periods would overlap, all rows of the code are refused: which of them is wrong cannot be told, and with a part of them
 * in the register the same file would say something else the next time.
 */
export function mergePeriods(
  base: readonly StoredRow[],
  dated: readonly DatedRow[],
  findings: Finding[],
): MergedPeriods {
  const rows = mergedRows(base, dated);
  const clash = overlap(rows);
  if (clash === null) return { rows, taken: dated };
  const [one, other] = clash.map(({ validFrom, validTo }) => `from ${validFrom} to ${validTo}`);
  for (const { line, row } of dated) {
    const message = `Cannot take "${row.code}" from ${row.validFrom}: of its periods that ${one} overlaps that ${other}`;
    findings.push({ level: 'error', reason: 'OVERLAPPING_PERIODS', line, message, codes: [row.code] });
  }
  return { rows: base, taken: [] };
}

function mergedRows(base: readonly StoredRow[], taken: readonly DatedRow[]): StoredRow[] {
  const standing = new Map(base.map((row) => [startOf(row), row]));
  const given = new Map(taken.map(({ row }) => [startOf(row), row]));
  const mayBeCut = (row: StoredRow): boolean => !given.has(startOf(row));
  return inOrder(new Map([...standing, ...given]).values(), mayBeCut).map((row) => {
    const before = standing.get(startOf(row));
    return before !== undefined && sameRow(row, before) ? before : row;
  });
}

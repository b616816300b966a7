import { type Day, dayText } from '../dates/day.ts';
import type { IncomingRow, StoredRow } from '../registers/register.ts';
import type { CodeCase, DatedRow, SourceRow } from './code-case.ts';
import type { Finding } from './finding.ts';
import { startOf } from './periods.ts';
import { sameRow } from './same-row.ts';

/** Rows of the file whose period is known, and days that others are known to speak of. */
export interface DatedRows {
  readonly dated: readonly DatedRow[];
  readonly refusedDays: readonly Day[];
}

/** Gives a row without `validFrom` its date: that of the row it leaves unchanged, else the effective date. */
export function dateRows(codeCase: CodeCase, base: readonly StoredRow[], findings: Finding[]): DatedRows {
  const { incoming, refused, effective } = codeCase;
  const undated = [...incoming, ...refused].filter(({ row }) => row.validFrom === null);
  const dated: DatedRow[] = [];
  const refusedDays = refused.flatMap(({ row: { validFrom } }) => (validFrom === null ? [] : [startOf({ validFrom })]));
  for (const source of incoming) {
    const validFrom = undated.length > 1 && source.row.validFrom === null ? null : dateOf(source, codeCase, base);
    if (validFrom !== null) dated.push({ line: source.line, row: { ...source.row, validFrom } as StoredRow });
    else if (undated.length > 1) findings.push(duplicate(source));
    else findings.push(tooEarly(source, effective, base));
    if (validFrom === null) refusedDays.push(effective);
  }
  return { dated, refusedDays };
}

/** The day from which a row of the file speaks; null when that is before the code's last period. */
function dateOf({ row }: SourceRow, codeCase: CodeCase, base: readonly StoredRow[]): string | null {
  if (row.validFrom !== null) return row.validFrom;
  const { incoming, refused, effective, restricted } = codeCase;
  const last = base.at(-1);
  // A code is retired once: what is said anew of its retirement corrects the tombstone.
  if (row.state === 'RETIRED' && last?.state === 'RETIRED') return last.validFrom;
  // A row that the file dates itself is spoken for: no other row can mean it too.
  const named = [...incoming, ...refused].flatMap(({ row: { validFrom } }) =>
    validFrom === null ? [] : [startOf({ validFrom })],
  );
  const free = base.filter((standing) => !named.includes(startOf(standing)));
  const inForce = free.findLast((standing) => startOf(standing) <= effective);
  const unchanged = free.findLast((standing) => {
    const mayBeMeant = standing === free.at(-1) || standing === inForce || row.validTo !== null;
    return mayBeMeant && isUnchanged(row, { row: standing, next: base[base.indexOf(standing) + 1] }, restricted);
  });
  if (unchanged !== undefined) return unchanged.validFrom;
  return last === undefined || startOf(last) <= effective ? dayText(effective) : null;
}

interface Standing {
  readonly row: StoredRow;
  readonly next: StoredRow | undefined;
}

/**
 * True when `row`, which has no date, says what a standing row says in all open fields. A change of restricted fields
 * alone begins no period, for a new period would tell everyone of it; it corrects the row.
 */
function isUnchanged(row: IncomingRow, { row: standing, next }: Standing, restricted: ReadonlySet<string>): boolean {
  const validTo = row.validTo ?? next?.validFrom ?? null;
  const said = { ...row, validTo, validFrom: standing.validFrom, retirement: standing.retirement };
  return sameRow(said, standing, restricted);
}

function duplicate({ line, row }: SourceRow): Finding {
  const message = `Cannot take "${row.code}": the file must hold one row of a code without a day, holds several`;
  return { level: 'error', reason: 'DUPLICATE_KEY', line, message, codes: [row.code] };
}

function tooEarly({ line, row }: SourceRow, effective: Day, base: readonly StoredRow[]): Finding {
  const message = `Cannot change "${row.code}" from ${dayText(effective)}: its last period begins later, on ${base.at(-1)?.validFrom}`;
  return { level: 'error', reason: 'BAD_PERIOD', line, message, codes: [row.code] };
}

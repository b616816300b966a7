import { isSoleTrader } from '../../codes/credit-code.ts';
import type { PartialDate } from '../../dates/partial-date.ts';
import { firstDay } from '../../dates/partial-date.ts';
import type { SourceRow } from '../../publication/code-case.ts';
import type { Finding } from '../../publication/finding.ts';
import type { Withheld } from '../../publication/source.ts';
import type { IncomingRow } from '../register.ts';

const periods = ['validFrom', 'validTo'] as const;
type Period = (typeof periods)[number];
const hidden = ['registeredOn', 'dissolvedOn'] as const;

/**
 * The rows of one sole trader without dates that would tell what is closed of him: his periods are open to everyone, the days
 * of his registration and dissolution are not. Such a date counts as empty: the period begins on the effective date, or has no
 * end. Where the file leaves such a day out, and a date is that day as it stands in the register, all its rows are refused: were one taken,
 * the register would forget the day, and the same file would tell it the next time. Rows of organisations are as they were.
 */
export function withoutTellingDates(rows: readonly SourceRow[], standing: readonly IncomingRow[]): Withheld {
  const [first] = rows;
  if (first === undefined || !isSoleTrader(first.row.code)) return { rows, refused: [], findings: [] };
  const unsaid = hidden.filter((field) => rows.every(({ row }) => textOf(row, field) === null));
  const forgotten = unsaid.flatMap((field) => standing.flatMap((row) => textOf(row, field) ?? []));
  const telling = rows.flatMap((source) =>
    tellingOf(source, forgotten).flatMap((column) =>
      isKnown(column, source, standing) ? [] : refused(column, source),
    ),
  );
  if (telling.length > 0) return { rows: [], refused: rows, findings: telling };
  return { ...emptied(rows), refused: [] };
}

function emptied(rows: readonly SourceRow[]): Omit<Withheld, 'refused'> {
  const secrets = rows.flatMap(({ row }) => hidden.flatMap((field) => textOf(row, field) ?? []));
  if (secrets.length === 0) return { rows, findings: [] };
  const findings: Finding[] = [];
  const cleaned = rows.map((source): SourceRow => {
    const telling = tellingOf(source, secrets);
    if (telling.length === 0) return source;
    findings.push(...telling.map((column) => taken(column, source)));
    const without = Object.fromEntries(telling.map((column) => [column, null]));
    return { ...source, row: { ...source.row, ...without } as IncomingRow };
  });
  return { rows: cleaned, findings };
}

function tellingOf({ row }: SourceRow, secrets: readonly string[]): readonly Period[] {
  return periods.filter((column) => secrets.some((secret) => tells(textOf(row, column), secret)));
}

/** True where the very date stands already: what the register told before is told by no file anew. */
function isKnown(column: Period, { row }: SourceRow, standing: readonly IncomingRow[]): boolean {
  return standing.some((one) => textOf(one, column) === textOf(row, column));
}

/** True for the same day, and for dates of which one says less of the same: `2015` tells of `2015-03-01`. */
function tells(date: string | null, secret: string): boolean {
  if (date === null) return false;
  if (date.startsWith(secret) || secret.startsWith(date)) return true;
  return firstDay(date as PartialDate) === firstDay(secret as PartialDate);
}

function textOf(row: IncomingRow, field: string): string | null {
  const value = row[field];
  return typeof value === 'string' ? value : null;
}

/** The date stays unsaid: it is that of a closed field. */
function taken(column: Period, { line, row }: SourceRow): Finding {
  const instead = column === 'validFrom' ? 'from the effective date on, or as it stands' : 'open-ended';
  const state = 'must not be the day of registration or dissolution, which is closed, is';
  const message = `${column} of a sole trader ${state}: taken as empty (${instead})`;
  return { level: 'warning', reason: 'TELLING_DATE', line, column, message, codes: [row.code] };
}

function refused(column: Period, { line, row }: SourceRow): Finding {
  const hiddenDay = 'the day of registration or dissolution that stands, which is closed';
  const message = `Cannot take ${column} of a sole trader: must not be ${hiddenDay}, is; give that day in its column, or leave this one empty`;
  return { level: 'error', reason: 'TELLING_DATE', line, column, message, codes: [row.code] };
}

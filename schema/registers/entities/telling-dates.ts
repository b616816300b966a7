import { isSoleTrader } from '../../codes/credit-code.ts';
import type { PartialDate } from '../../dates/partial-date.ts';
import { firstDay } from '../../dates/partial-date.ts';
import type { SourceRow } from '../../publication/code-case.ts';
import type { Finding } from '../../publication/finding.ts';
import type { IncomingRow } from '../register.ts';

const periods = ['validFrom', 'validTo'] as const;
const hidden = ['registeredOn', 'dissolvedOn'] as const;

/**
 * The rows of one sole trader without dates that would tell what is closed of him: his periods are open to everyone, the days
 * of his registration and dissolution are not. Such a date counts as empty: the period begins on the effective date, or has no
 * end. Rows of organisations are as they were.
 */
export function withoutTellingDates(rows: readonly SourceRow[]): {
  readonly rows: readonly SourceRow[];
  readonly findings: readonly Finding[];
} {
  const [first] = rows;
  if (first === undefined || !isSoleTrader(first.row.code)) return { rows, findings: [] };
  const secrets = rows.flatMap(({ row }) => hidden.flatMap((field) => textOf(row, field) ?? []));
  if (secrets.length === 0) return { rows, findings: [] };
  const findings: Finding[] = [];
  const cleaned = rows.map((source): SourceRow => {
    const telling = periods.filter((column) => secrets.some((secret) => tells(textOf(source.row, column), secret)));
    if (telling.length === 0) return source;
    findings.push(...telling.map((column) => taken(column, source)));
    const emptied = Object.fromEntries(telling.map((column) => [column, null]));
    return { ...source, row: { ...source.row, ...emptied } as IncomingRow };
  });
  return { rows: cleaned, findings };
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
function taken(column: (typeof periods)[number], { line, row }: SourceRow): Finding {
  const instead = column === 'validFrom' ? 'from the effective date on, or as it stands' : 'open-ended';
  const state = 'must not be the day of registration or dissolution, which is closed, is';
  const message = `${column} of a sole trader ${state}: taken as empty (${instead})`;
  return { level: 'warning', reason: 'TELLING_DATE', line, column, message, codes: [row.code] };
}

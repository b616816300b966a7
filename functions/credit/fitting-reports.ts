import { visibleError } from '../../schema/errors.ts';
import type { CreditOutcome, CreditQuestion, StatementWindow } from '../../schema/registers/credit/credit-port.ts';
import { placeOf, type ReleasedStatement } from '../../schema/registers/credit/release-statements.ts';
import { mostStatementBytes, statementBound, statementBytes } from './statement-bytes.ts';

/** What of an outcome is made of statements. */
export type Fitting = Pick<CreditOutcome, 'statements' | 'counts'>;
type Reports = ReadonlyMap<string, readonly ReleasedStatement[]>;

/**
 * The reports as they can leave: whole, or where that is too much those statements that the pages asked for show, with the number of
 * all by kind. Refuses what cannot leave even so, before it is paid. Statements that are few are not measured.
 */
export function fittingReports(
  reports: Reports,
  { mostBytes, pages }: Pick<CreditQuestion, 'mostBytes' | 'pages'>,
): ReadonlyMap<string, Fitting> {
  const bound = statementBound(mostBytes);
  const whole = new Map<string, Fitting>();
  for (const [subject, statements] of reports) whole.set(subject, { statements });
  if (countOf(whole) * mostStatementBytes <= bound || bytesOf(whole) <= bound) return whole;
  const shown = new Map<string, Fitting>();
  for (const [subject, statements] of reports)
    shown.set(
      subject,
      pages === undefined ? { statements } : { statements: within(statements, pages), counts: countsOf(statements) },
    );
  const bytes = bytesOf(shown);
  if (bytes <= bound) return shown;
  const wanted = `must be at most ${bound} as they are asked for, ask about fewer organisations, for a smaller page (first) or for fewer fields`;
  throw visibleError(
    'TOO_LARGE',
    `Cannot answer with ${countOf(shown)} statements of ${bytes} bytes: they ${wanted}; nothing was paid`,
  );
}

/** Statements of all pages, each with one before and one behind it: so each knows whether there are more. */
function within(
  statements: readonly ReleasedStatement[],
  pages: readonly StatementWindow[],
): readonly ReleasedStatement[] {
  const shown = new Set<ReleasedStatement>();
  for (const { first, after, kind } of pages) {
    const listed = kind === null ? statements : statements.filter((statement) => statement.kind === kind);
    const behind = after === null ? 0 : listed.filter((statement) => placeOf(statement) <= after).length;
    for (const statement of listed.slice(Math.max(0, behind - 1), behind + first + 1)) shown.add(statement);
  }
  return statements.filter((statement) => shown.has(statement));
}

function countsOf(statements: readonly ReleasedStatement[]): NonNullable<CreditOutcome['counts']> {
  const counts: { -readonly [K in ReleasedStatement['kind']]?: number } = {};
  for (const { kind } of statements) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

function countOf(reports: ReadonlyMap<string, Fitting>): number {
  let count = 0;
  for (const { statements } of reports.values()) count += statements.length;
  return count;
}

function bytesOf(reports: ReadonlyMap<string, Fitting>): number {
  let bytes = 0;
  for (const { statements } of reports.values()) for (const one of statements) bytes += statementBytes(one);
  return bytes;
}

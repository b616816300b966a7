import { parseDay } from '../../schema/dates/day.ts';
import type { CodeCase, Outcome, SourceRow } from '../../schema/publication/code-case.ts';
import { reconcile } from '../../schema/publication/reconcile.ts';
import type { IncomingRow, StoredRow } from '../../schema/registers/register.ts';

/** The code that these rows belong to: what code it is makes no difference to the rules. */
export const code = 'A';

/** The day of a date that the calendar has. */
export function day(text: string): number {
  const parsed = parseDay(text);
  if (!parsed.ok) throw new Error(`Cannot read day "${text}": ${parsed.reason}`);
  return parsed.value;
}

/** A row that stands: current, open-ended, in use as `use`. */
export function standing(validFrom: string, validTo: string | null = null, fields: Partial<StoredRow> = {}): StoredRow {
  const row = { code, use: 'OFFICE', rented: null, state: 'CURRENT', replaces: [], retirement: null } as const;
  return { ...row, validFrom, validTo, ...fields } as StoredRow;
}

/** The last row of a code that is gone. */
export function tombstone(validFrom: string, retirement: 'STATED' | 'INFERRED'): StoredRow {
  return standing(validFrom, null, { state: 'RETIRED', retirement });
}

/** A row of a file, on line 2 or where it says. */
export function given(
  validFrom: string | null,
  validTo: string | null = null,
  { line = 2, ...fields }: Partial<IncomingRow> & { readonly line?: number } = {},
): SourceRow {
  const retirement = fields.state === 'RETIRED' ? 'STATED' : null;
  return {
    line,
    row: { ...standing('2000', validTo, fields as Partial<StoredRow>), retirement, validFrom } as IncomingRow,
  };
}

/** A publication of the whole register on 2026-01-01, in which nothing else happens. */
export function aCase(changed: Partial<CodeCase> = {}): CodeCase {
  return {
    code,
    standing: [],
    incoming: [],
    refused: [],
    effective: day('2026-01-01'),
    unread: false,
    inScope: true,
    replacedFrom: null,
    held: false,
    restricted: new Set(['rented']),
    ...changed,
  };
}

/** What becomes of a case, to be compared at a glance: periods as `from..to what`, findings as `REASON line`. */
export function outcomeOf(changed: Partial<CodeCase>): {
  rows: string[];
  findings: string[];
  retiredFrom: number | null;
} {
  const outcome = reconcile(aCase(changed));
  return { rows: told(outcome.rows), findings: findingsOf(outcome), retiredFrom: outcome.retiredFrom };
}

/** Rows as `from..to what`. */
export function told(rows: readonly StoredRow[]): string[] {
  return rows.map(({ validFrom, validTo, state, retirement, use }) => {
    const what = state === 'RETIRED' ? `gone ${retirement}` : String(use);
    return `${validFrom}..${validTo ?? ''} ${what}`;
  });
}

function findingsOf({ findings }: Outcome): string[] {
  return findings.map(({ level, reason, line }) => `${level} ${reason}${line === undefined ? '' : ` ${line}`}`);
}

import type { Day } from '../dates/day.ts';
import { firstDay, type PartialDate } from '../dates/partial-date.ts';
import type { StoredRow } from '../registers/register.ts';

/** First day of a row's period; rows of one code are told apart by it. */
export function startOf(row: { readonly validFrom: string }): Day {
  return firstDay(row.validFrom as PartialDate);
}

/** First day after a row's period, or null. */
export function endOf(row: { readonly validTo: string | null }): Day | null {
  return row.validTo === null ? null : firstDay(row.validTo as PartialDate);
}

/** True when the period goes on on `day` or later. */
export function reachesBeyond(row: { readonly validTo: string | null }, day: Day): boolean {
  const end = endOf(row);
  return end === null || end > day;
}

/** Rows in the order of their periods, each open-ended one closed where the next begins; a tombstone cuts a standing one. */
export function inOrder(rows: Iterable<StoredRow>, mayBeCut: (row: StoredRow) => boolean): StoredRow[] {
  const sorted = [...rows].sort((one, other) => startOf(one) - startOf(other));
  return sorted.map((row, index) => {
    const next = sorted[index + 1];
    if (next === undefined) return row;
    const cut = next.state === 'RETIRED' && reachesBeyond(row, startOf(next)) && mayBeCut(row);
    return row.validTo === null || cut ? { ...row, validTo: next.validFrom } : row;
  });
}

/** Two rows whose periods overlap, or null; `rows` are in order. */
export function overlap(rows: readonly StoredRow[]): readonly [StoredRow, StoredRow] | null {
  for (const [index, row] of rows.entries()) {
    const next = rows[index + 1];
    if (next !== undefined && reachesBeyond(row, startOf(next))) return [row, next];
  }
  return null;
}

import type { Entry } from './entry.ts';
import type { Overflow } from './overflow.ts';

/** A row whose long value lies in overflow blocks. */
export type OverflowRow = readonly [key: string, from: number, to: number | null, value: null, overflow: Overflow];

/** A row as its leaf holds it. */
export type Row = Entry | OverflowRow;

/** True when the value must still be read. */
export function isOverflowRow(row: Row): row is OverflowRow {
  return row.length === 5;
}

import { type Day, dayText } from '../dates/day.ts';
import type { Edition } from '../ports.ts';
import type { AlwaysOpen } from '../privacy/record-class.ts';
import { type Entry, liveOn } from '../tree/entry.ts';

/** The state of all registers that an answer is computed from, joins included. */
export interface AsOf {
  readonly edition: Edition;
  readonly day: Day;
  /** True when the caller named the day: then a code that has no row on it is not there. */
  readonly strict: boolean;
}

/** First day of the period of a row, from its key: `2018-05-03`. */
export function startText(key: string): string {
  return key.slice(-10);
}

/** The code that a key of rows begins with. */
export function codeOfKey(key: string): string {
  return key.slice(0, key.indexOf(' '));
}

/** The code that stands second in a key of an order. */
export function codeInOrder(key: string): AlwaysOpen {
  const start = key.indexOf(' ') + 1;
  const end = key.indexOf(' ', start);
  return { code: start === 0 ? '' : key.slice(start, end < 0 ? undefined : end) };
}

/**
 * Chooses among the rows of one code, which are in order of time: the one valid on the day. Where the caller named no
 * day, else the latest that has begun (a tombstone included), else the first planned one.
 */
export function chooseRow(rows: readonly Entry[], asOf: AsOf): Entry | null {
  const valid = rows.find((row) => liveOn(row, asOf.day));
  if (valid !== undefined || asOf.strict) return valid ?? null;
  const day = dayText(asOf.day);
  return rows.findLast((row) => startText(row[0]) <= day) ?? rows[0] ?? null;
}

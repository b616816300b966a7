import type { Day } from './day.ts';

// Asia/Shanghai has been UTC+8 without summer time since 1991-09-15 (IANA time zone database).
const offset = 8 * 3_600_000;
const dayLength = 86_400_000;

/** The calendar date in Asia/Shanghai at an instant (milliseconds since 1970-01-01T00:00Z, from September 1991 on). */
export function shanghaiDay(instant: number): Day {
  return Math.floor((instant + offset) / dayLength);
}

/** The first instant (milliseconds since 1970) of a day in Asia/Shanghai. */
export function shanghaiStart(day: Day): number {
  return day * dayLength - offset;
}

/** The next instant (milliseconds, later than `instant`) at which a new date begins in Asia/Shanghai. */
export function shanghaiMidnightAfter(instant: number): number {
  return shanghaiStart(shanghaiDay(instant) + 1);
}

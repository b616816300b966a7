import { type Fault, refuse } from '../codes/parsed.ts';

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of a month (1 to 12) of the Gregorian calendar, carried back before 1582. */
export function daysInMonth(year: number, month: number): number {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && leap ? 29 : (monthLengths[month - 1] ?? 0);
}

/** The number that `length` ASCII digits of `text` make, from offset `start` on. */
export function numberAt(text: string, start: number, length: number): number {
  let number = 0;
  for (let at = start; at < start + length; at++) number = number * 10 + text.charCodeAt(at) - 0x30;
  return number;
}

/**
 * The first part of a date that no calendar has, or null. `text` has the form `0000`, `0000-00` or `0000-00-00`
 * already. There is no year 0000: sources write it for an unknown one.
 */
export function calendarFault(text: string): Fault | null {
  const year = numberAt(text, 0, 4);
  if (year === 0) return refuse('year must be 0001 to 9999, is 0000', 0);
  if (text.length === 4) return null;
  const month = numberAt(text, 5, 2);
  if (month < 1 || month > 12) return refuse(`month must be 01 to 12, is ${text.slice(5, 7)}`, 5);
  if (text.length === 7) return null;
  const day = numberAt(text, 8, 2);
  const last = daysInMonth(year, month);
  if (day >= 1 && day <= last) return null;
  return refuse(`day of ${text.slice(0, 7)} must be 01 to ${last}, is ${text.slice(8)}`, 8);
}

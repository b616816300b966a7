import { formFault } from '../codes/fixed-form.ts';
import type { Parsed } from '../codes/parsed.ts';
import { calendarFault, numberAt } from './calendar.ts';
import { remembered } from './remembered.ts';

/** A calendar date as whole days since 1970-01-01 (Gregorian, years 1 to 9999); no time of day, no time zone. */
export type Day = number;

const form = '0000-00-00';
const lengths = [form.length];
const daysBefore1970 = 719_468; // from 0000-03-01
const daysIn400Years = 146_097;

const pairs = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'));

/** The day of a date that the calendar has; month and day count from 1. */
export function dayOf(year: number, month: number, day: number): Day {
  // Years begin in March here, so that the leap day is the last of its year and months need no table.
  const marchYear = month > 2 ? year : year - 1;
  const marchMonth = (month + 9) % 12;
  const leapDays = Math.floor(marchYear / 4) - Math.floor(marchYear / 100) + Math.floor(marchYear / 400);
  return 365 * marchYear + leapDays + Math.floor((153 * marchMonth + 2) / 5) + day - 1 - daysBefore1970;
}

/** `2018-05-03`. Throws a RangeError for what is no day of the years 1 to 9999. */
export const dayText: (day: Day) => string = remembered(writeDay);

function writeDay(day: Day): string {
  const count = day + daysBefore1970;
  const cycle = Math.floor(count / daysIn400Years);
  const inCycle = count - cycle * daysIn400Years;
  const yearInCycle = Math.floor(
    (inCycle - Math.floor(inCycle / 1460) + Math.floor(inCycle / 36_524) - Math.floor(inCycle / 146_096)) / 365,
  );
  const leapDays = Math.floor(yearInCycle / 4) - Math.floor(yearInCycle / 100);
  const inYear = inCycle - 365 * yearInCycle - leapDays;
  const marchMonth = Math.floor((5 * inYear + 2) / 153);
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = cycle * 400 + yearInCycle + (month <= 2 ? 1 : 0);
  if (!Number.isInteger(day) || year < 1 || year > 9999) {
    throw new RangeError(`Cannot write day ${day}: must be a whole number within the years 1 to 9999`);
  }
  const dayOfMonth = inYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  return `${pairs[Math.floor(year / 100)]}${pairs[year % 100]}-${pairs[month]}-${pairs[dayOfMonth]}`;
}

/** Takes `YYYY-MM-DD` of a date that the calendar has, and nothing else. */
export function parseDay(text: string): Parsed<Day> {
  const fault = formFault(text, form, lengths) ?? calendarFault(text);
  return fault ?? { ok: true, value: dayOf(numberAt(text, 0, 4), numberAt(text, 5, 2), numberAt(text, 8, 2)) };
}

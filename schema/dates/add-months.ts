import { daysInMonth, numberAt } from './calendar.ts';
import { type Day, dayOf, dayText } from './day.ts';

/** The same day of the month `months` later, or the last day of a month that is too short: 30 November + 3 is 28 or 29 February. */
export function addMonths(day: Day, months: number): Day {
  const text = dayText(day);
  const count = numberAt(text, 0, 4) * 12 + numberAt(text, 5, 2) - 1 + months;
  const [year, month] = [Math.floor(count / 12), (count % 12) + 1];
  return dayOf(year, month, Math.min(numberAt(text, 8, 2), daysInMonth(year, month)));
}

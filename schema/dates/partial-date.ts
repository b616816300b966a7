/**
 * A date that may be known by its year or month only: `2018`, `2018-05` or `2018-05-03`.
 *
 * Sources may write the eight characters of SZDB/Z 281-2017 instead, with `*` for what is unknown: `20180503`,
 * `201805**`, `2018****`. A date without a whole year (`201*****`, `20******`, `********`) is well-formed, but says
 * nothing that a register can keep.
 */
import type { Branded } from '../codes/branded.ts';
import { characterFault, formFault } from '../codes/fixed-form.ts';
import { type Fault, type Parsed, refuse } from '../codes/parsed.ts';
import { calendarFault, daysInMonth, numberAt } from './calendar.ts';
import { type Day, dayOf } from './day.ts';
import { remembered } from './remembered.ts';

/** `2018`, `2018-05` or `2018-05-03`. */
export type PartialDate = Branded<'PartialDate'>;

const form = '0000-00-00';
const lengths = [4, 7, 10];
const standardLength = 8;

/** Takes either form and answers the dashed one, or null for a date without a year (worth a warning). */
export const parsePartialDate: (text: string) => Parsed<PartialDate | null> = remembered(parseEitherForm);

function parseEitherForm(text: string): Parsed<PartialDate | null> {
  const standard = text.length === standardLength && text.charAt(4) !== '-';
  return standard ? parseStandardForm(text) : parseDashedForm(text);
}

/** The day from which a partial date counts: the first that it may mean. */
export const firstDay: (date: PartialDate) => Day = remembered(firstDayOf);

function firstDayOf(date: PartialDate): Day {
  const month = date.length >= 7 ? numberAt(date, 5, 2) : 1;
  const day = date.length === 10 ? numberAt(date, 8, 2) : 1;
  return dayOf(numberAt(date, 0, 4), month, day);
}

/** The last day that a partial date may mean. */
export function lastDay(date: PartialDate): Day {
  const year = numberAt(date, 0, 4);
  const month = date.length >= 7 ? numberAt(date, 5, 2) : 12;
  return dayOf(year, month, date.length === 10 ? numberAt(date, 8, 2) : daysInMonth(year, month));
}

function parseDashedForm(text: string): Parsed<PartialDate> {
  const fault = formFault(text, form, lengths);
  if (fault !== null) return inPart(fault);
  return calendarFault(text) ?? { ok: true, value: text as PartialDate };
}

function inPart(fault: Fault): Fault {
  if (form[fault.at] !== '0' || !fault.reason.startsWith('character')) return fault;
  const part = fault.at < 4 ? 'year' : fault.at < 7 ? 'month' : 'day';
  return refuse(`in the ${part}, ${fault.reason}`, fault.at);
}

function parseStandardForm(text: string): Parsed<PartialDate | null> {
  const known = text.search(/[^0-9]|$/);
  const fault = unknownFault(text, known);
  if (fault !== null) return fault;
  if (known < 4) return { ok: true, value: null };
  const parts = [text.slice(0, 4), text.slice(4, 6), text.slice(6)].slice(0, known / 2 - 1);
  const parsed = parseDashedForm(parts.join('-'));
  if (parsed.ok) return parsed;
  const dashesBefore = parsed.at < 5 ? 0 : parsed.at < 8 ? 1 : 2;
  return refuse(parsed.reason, parsed.at - dashesBefore);
}

/** What is wrong behind the `known` leading digits, all of which must be `*`, in place of whole parts. */
function unknownFault(text: string, known: number): Fault | null {
  for (let at = known; at < text.length; at++) {
    if (text.charAt(at) !== '*') return characterFault(text, at, at === known ? 'a digit or "*"' : '"*"');
  }
  if (known === 5) return refuse(`month must be two digits or "**", is "${text.slice(4, 6)}"`, 4);
  if (known === 7) return refuse(`day must be two digits or "**", is "${text.slice(6)}"`, 6);
  return null;
}

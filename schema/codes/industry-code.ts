/**
 * Code of an industry (GB/T 4754-2017): a section, or within it a division of 2, a group of 3 or a class of 4 digits.
 *
 *     I 65 1 3     section (A to T), division, group, class; also written without the section: 6513
 *
 * Sections are ranges of divisions, so that the digits tell the section; a section that is written all the same must be it.
 */
import type { Branded } from './branded.ts';
import { characterFault } from './fixed-form.ts';
import { type Parsed, refuse } from './parsed.ts';

/** The code of an industry, as its source writes it. */
export type IndustryCode = Branded<'IndustryCode'>;

/** The last division of each section; the first section begins at 01. */
const lastDivisions: readonly (readonly [section: string, last: number])[] = [
  ['A', 5],
  ['B', 12],
  ['C', 43],
  ['D', 46],
  ['E', 50],
  ['F', 52],
  ['G', 60],
  ['H', 62],
  ['I', 65],
  ['J', 69],
  ['K', 70],
  ['L', 72],
  ['M', 75],
  ['N', 79],
  ['O', 82],
  ['P', 83],
  ['Q', 85],
  ['R', 90],
  ['S', 96],
  ['T', 97],
];

/** Takes a section, or a code of 2 to 4 digits with or without its section. */
export function parseIndustryCode(text: string): Parsed<IndustryCode> {
  const start = /^[A-T]/.test(text) ? 1 : 0;
  const digits = text.slice(start);
  const stray = digits.search(/[^0-9]/);
  if (stray !== -1) {
    const wanted = start + stray === 0 ? 'a section from A to T or a digit' : 'a digit';
    return characterFault(text, start + stray, wanted);
  }
  if (digits.length === 1 || digits.length > 4) {
    return refuse(`must have 2 to 4 digits, has ${digits.length}`, Math.min(text.length, start + 4));
  }
  if (text === '') return refuse('must be a section from A to T or 2 to 4 digits, is empty', 0);
  if (digits === '') return { ok: true, value: text as IndustryCode };
  const section = sectionOfDivision(Number(digits.slice(0, 2)));
  if (section === null) return refuse(`division must be 01 to 97, is "${digits.slice(0, 2)}"`, start);
  if (start === 1 && text.charAt(0) !== section)
    return refuse(`division "${digits.slice(0, 2)}" belongs to section "${section}", not "${text.charAt(0)}"`, 0);
  return { ok: true, value: text as IndustryCode };
}

/** The section that an industry belongs to: one letter. */
export function industrySection(code: IndustryCode): string {
  if (/^[A-T]/.test(code)) return code.charAt(0);
  return sectionOfDivision(Number(code.slice(0, 2))) ?? '';
}

/** The digits of an industry; empty for a section. Of one that lies in another they begin with the other's. */
export function industryDigits(code: IndustryCode): string {
  return code.replace(/^[A-T]/, '');
}

function sectionOfDivision(division: number): string | null {
  if (division < 1) return null;
  return lastDivisions.find(([, last]) => division <= last)?.[0] ?? null;
}

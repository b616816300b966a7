/**
 * Number of a resident identity card (GB 11643): 18 characters, of which the store never holds one. It is known here
 * only to be detected, refused and redacted.
 *
 *     110105 19491231 002 X     place 6, date of birth 8, sequence 3, check character (0-9 or X)
 *
 * Check character: the sum of digit times weight (2 to the power of 17 - position, modulo 11), modulo 11, picks one
 * of `10X98765432`.
 */
import { daysInMonth, numberAt } from '../dates/calendar.ts';

const form = /^[0-9]{17}[0-9Xx]$/;
const shortForm = /^[0-9]{16}[0-9Xx]$/;
const birthAt = 6;
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** True for 18 ASCII characters with a possible date of birth (years 1900 to 2100) and the right check character. */
export function isResidentId(text: string): boolean {
  return looksLikeResidentId(text) && text.charAt(17).toUpperCase() === residentIdCheck(text);
}

/** True also for one whose check character is wrong: mistyped perhaps, and no less a person's. */
export function looksLikeResidentId(text: string): boolean {
  return form.test(text) && hasBirthDate(text, birthAt);
}

/**
 * True also for one that lost a digit before its date of birth or behind it. One with a digit too many has the length of a
 * building's code, and is taken for that.
 */
export function mayBeResidentId(text: string): boolean {
  if (text.length !== 17) return looksLikeResidentId(text);
  return shortForm.test(text) && mayHoldBirthDate(text);
}

/** True for digits in which a date of birth stands where it stands in such a number, or one place before. */
export function mayHoldBirthDate(digits: string): boolean {
  return hasBirthDate(digits, birthAt) || hasBirthDate(digits, birthAt - 1);
}

/** The check character that belongs to the first 17 digits of `digits`. */
export function residentIdCheck(digits: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * numberAt(digits, at, 1), 0);
  return checkCharacters.charAt(sum % 11);
}

function hasBirthDate(digits: string, at: number): boolean {
  const year = numberAt(digits, at, 4);
  const month = numberAt(digits, at + 4, 2);
  const day = numberAt(digits, at + 6, 2);
  return year >= 1900 && year <= 2100 && day >= 1 && day <= daysInMonth(year, month);
}

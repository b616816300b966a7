/**
 * Takes numbers of persons out of what is said to callers and in logs. More is taken for one here than person-data.ts finds, as
 * nothing is refused for it: also what may be the number of an identity card that was mistyped, or that JSON has rounded.
 */
import { mayBeResidentId, mayHoldBirthDate } from '../codes/resident-id.ts';
import { folded, redactPersonData } from './person-data.ts';

const plain = /(?<![0-9])[0-9]{16,17}[0-9Xx](?![0-9])/g;
const grouped = /(?<![0-9][ _.-]?)[0-9](?:[ _.-]?[0-9]){15,16}[ _.-]?[0-9Xx](?![ _.-]?[0-9])/g;
const exponential = /(?<![0-9.])[0-9]{1,40}(?:\.[0-9]{1,40})?[eE][+-]?[0-9]{1,3}/g;
/** From here on a number with an exponent may hold place and date of birth. */
const fewestDigits = 14;

/** `text` with `<resident ID>` or `<mobile number>` in place of what is, or may be, the number of a person. */
export function redactPersons(text: string): string {
  const exact = redactPersonData(text);
  if (!/[0-9\uff10-\uff19]/.test(exact)) return exact;
  const once = replaced(exact, exponential, isCounted);
  const twice = replaced(once, plain, mayBeResidentId);
  return replaced(twice, grouped, (found) => mayBeResidentId(found.replace(/[ _.-]/g, '')));
}

/** True for `1.10105194912310021e17`. */
function isCounted(found: string): boolean {
  const [mantissa = ''] = found.split(/[eE]/);
  const digits = mantissa.replace('.', '').replace(/^0+/, '');
  return digits.length >= fewestDigits && mayHoldBirthDate(digits);
}

/** Full-width signs count as their ASCII forms, and stand in the same places. */
function replaced(text: string, pattern: RegExp, isOne: (found: string) => boolean): string {
  let result = '';
  let rest = 0;
  for (const { 0: found, index } of folded(text).matchAll(pattern)) {
    if (!isOne(found)) continue;
    result += `${text.slice(rest, index)}<resident ID>`;
    rest = index + found.length;
  }
  return result + text.slice(rest);
}

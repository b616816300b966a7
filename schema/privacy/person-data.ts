/**
 * Finds numbers of persons in free text: what a register must not take, and a report not repeat.
 *
 * A hit is a resident ID (codes/resident-id.ts) or a Chinese mobile number (11 digits, 1[3-9]…), either as a maximal
 * run of digits, or in groups (6-8-4, 3-4-4) that single spaces or dashes part. `+86` before a mobile number is no
 * part of it. Full-width signs and the variants of space and dash count as their ASCII forms.
 *
 * Maximal runs matter: a bare pattern finds a mobile number in half of all well-formed house codes. For the same
 * reason columns that are parsed as codes, numbers or dates are not searched.
 */
import { isResidentId } from '../codes/resident-id.ts';

/** One number found, at UTF-16 offsets `start` to `end` (exclusive). */
export interface PersonData {
  readonly kind: 'RESIDENT_ID' | 'MOBILE_NUMBER';
  readonly start: number;
  readonly end: number;
}

const fewestDigits = 11;
const fullWidthOffset = 0xfee0; // from U+0021 to U+FF01 and so on
const none: readonly PersonData[] = Object.freeze([]);

const residentId = '(?<![0-9])(?:[0-9]{17}|[0-9]{6}[ -][0-9]{8}[ -][0-9]{3})(?:[0-9](?![0-9])|[Xx])';
const mobileNumber = '(?:(?<![0-9])|(?<=[+]86))1[3-9](?:[0-9]{9}|[0-9][ -][0-9]{4}[ -][0-9]{4})(?![0-9])';
// A group is of one length in one place of one form only, so no two candidates overlap.
const candidates = new RegExp(`(?<residentId>${residentId})|${mobileNumber}`, 'g');

const asciiForms = new Map([
  ...[...'0123456789Xx+'].map((sign) => [String.fromCharCode(sign.charCodeAt(0) + fullWidthOffset), sign] as const),
  ...[...'\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d'].map((dash) => [dash, '-'] as const),
  ...[...'\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000'].map(
    (space) => [space, ' '] as const,
  ),
]);

/** All numbers of persons in `text`, from left to right. Text without eleven digits costs one pass over it. */
export function findPersonData(text: string): readonly PersonData[] {
  if (!holdsEnoughDigits(text)) return none;
  const found: PersonData[] = [];
  for (const match of folded(text).matchAll(candidates)) {
    const [number] = match;
    const isId = match.groups?.residentId !== undefined;
    if (isId && !isResidentId(number.replace(/[ -]/g, ''))) continue;
    const kind = isId ? 'RESIDENT_ID' : 'MOBILE_NUMBER';
    found.push({ kind, start: match.index, end: match.index + number.length });
  }
  return found;
}

/** `text` with `<resident ID>` or `<mobile number>` in place of every number that findPersonData() finds. */
export function redactPersonData(text: string): string {
  let redacted = '';
  let rest = 0;
  for (const { kind, start, end } of findPersonData(text)) {
    redacted += text.slice(rest, start) + (kind === 'RESIDENT_ID' ? '<resident ID>' : '<mobile number>');
    rest = end;
  }
  return redacted + text.slice(rest);
}

/** `text` with full-width digits, dashes and spaces in their ASCII forms. Offsets stay: every UTF-16 unit becomes one. */
export function folded(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => asciiForms.get(unit) ?? unit);
}

function holdsEnoughDigits(text: string): boolean {
  let missing = fewestDigits;
  for (let at = 0; at < text.length && missing <= text.length - at; at++) {
    const unit = text.charCodeAt(at);
    if ((unit >= 0x30 && unit <= 0x39) || (unit >= 0xff10 && unit <= 0xff19)) missing--;
    if (missing === 0) return true;
  }
  return false;
}

import { isResidentId } from '../../schema/codes/resident-id.ts';
import { visibleError } from '../../schema/errors.ts';
import { findPersonData, folded } from '../../schema/privacy/person-data.ts';
import type { HttpEvent } from '../platform/http.ts';

/**
 * Refuses a request that holds the number of an identity card, wherever it stands and however it is written: in path, query,
 * headers, document or variables; as it is, in groups, in full width, percent-encoded or as escapes of JSON or GraphQL; as the
 * whole of a quoted text also with other signs between its digits, or in digits of other forms; as a number with an exponent;
 * within a name, which errors would quote, also with `_` or one and the same letters between its digits. The number is neither
 * repeated nor logged; nothing is looked up.
 */
export function refusePersonData({ headers, rawPath, rawQueryString, body, isBase64Encoded }: HttpEvent): void {
  const text = body === undefined || !isBase64Encoded ? body : Buffer.from(body, 'base64').toString();
  const places: readonly (readonly [place: string, text: string | undefined])[] = [
    ['path', rawPath],
    ['query string', rawQueryString.replaceAll('+', ' ')],
    ['headers', Object.entries(headers).flat().join('\n')],
    ['body', text],
  ];
  for (const [place, written] of places) if (written !== undefined && holdsResidentId(written)) throw refusal(place);
}

function holdsResidentId(written: string): boolean {
  if (!mayHoldResidentId(written)) return false;
  const plain = withoutEscapes(written);
  return (
    hasResidentId(written) ||
    (plain !== written && hasResidentId(plain)) ||
    quotesResidentId(plain) ||
    countsResidentId(plain) ||
    namesIn(plain).some((name) => underscoresPartResidentId(name) || lettersPartResidentId(name))
  );
}

/** Such a number has 18 digits; as one with an exponent it may lack its last zeros, but for 13 of a place, a year, a month and a day. */
const fewestDigits = 13;

/** False for a text of plain characters, without escapes, that has not digits enough in all: one pass in place of several. */
function mayHoldResidentId(text: string): boolean {
  let digits = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7e || unit === 0x25 || unit === 0x5c) return true;
    if (unit >= 0x30 && unit <= 0x39) digits++;
  }
  return digits >= fewestDigits;
}

function hasResidentId(text: string): boolean {
  return findPersonData(text).some(({ kind }) => kind === 'RESIDENT_ID');
}

/** True when a number with an exponent is such a number, its last zero perhaps left out: `1.10105194912310126e17`. */
function countsResidentId(text: string): boolean {
  return [...text.matchAll(/(?<![\d.])(\d{1,400})(?:\.(\d{1,400}))?e[+-]?\d/gi)].some(([, whole = '', part = '']) =>
    isResidentId(`${whole}${part}`.replace(/^0+|0+$/g, '').padEnd(numberLength, '0')),
  );
}

/** Words of letters, digits and `_` that are long enough. */
const names = /[\p{L}\p{N}_\uff3f]{19,}/gu;
/** The same in a text of plain characters: to make a pattern of all letters there are takes longer than the rest of a first request. */
const plainNames = /\w{19,}/g;

/** True for a text of ASCII alone. */
function isPlain(text: string): boolean {
  return !/[^\0-\x7f]/.test(text);
}

function namesIn(text: string): readonly string[] {
  return text.match(isPlain(text) ? plainNames : names) ?? [];
}

const numberLength = 18;

/** True when a name holds such a number in groups, however long, that `_` parts: `a1_110105_1949_1231002X_2`. */
function underscoresPartResidentId(name: string): boolean {
  return /[_\uff3f]/.test(name) && joinsResidentId(folded(name).split(/[_\uff3f]+/));
}

/** Characters of a name whose digits are looked for between its letters. */
const longestLettered = 200;

/**
 * True when a name holds such a number in three groups or more that one and the same letters part: `a110105n19491231n002X`. Other
 * letters at each place are no way of writing a number; and two groups with a letter between are what codes of buildings look like.
 */
function lettersPartResidentId(name: string): boolean {
  return name.length <= longestLettered && groupsOf(folded(name)).some(joinsResidentId);
}

/** Digits that follow one another with the same letters between them, three groups or more, each time with an X behind them. */
function groupsOf(name: string): readonly (readonly string[])[] {
  const found: string[][] = [];
  const parts = name.match(/\d+|\D+/g) ?? [];
  for (let at = /^\d/.test(name) ? 0 : 1; at < parts.length; ) {
    const letters = parts[at + 1] ?? '';
    const groups = [parts[at] ?? ''];
    let last = at;
    for (; parts[last + 1] === letters && parts[last + 2] !== undefined; last += 2) groups.push(parts[last + 2] ?? '');
    const behind = parts[last + 1] ?? '';
    if (/^x/i.test(behind) || /^x/i.test(behind.startsWith(letters) ? behind.slice(letters.length) : ''))
      groups.push('X');
    if (last - at >= 4) found.push(groups);
    at = Math.max(last, at + 2);
  }
  return found;
}

/** Where such a number may begin: what cannot be a day of birth is no candidate, so that long texts cost one pass over them. */
const numberFrom = /(?=(\d{6}(?:19\d\d|20\d\d|2100)(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx]))/g;

/** True when such a number is made of some of the parts that follow one another; more digits beside it within a part make it none. */
function joinsResidentId(parts: readonly string[]): boolean {
  const joined = parts.join('');
  if (joined.length < numberLength) return false;
  const bounds = new Set<number>([0]);
  let end = 0;
  for (const { length } of parts) {
    end += length;
    bounds.add(end);
  }
  const isDigit = (at: number) => /\d/.test(joined[at] ?? '');
  return [...joined.matchAll(numberFrom)].some(({ index, 1: number = '' }) => {
    const after = index + numberLength;
    const begins = bounds.has(index) || !isDigit(index - 1);
    const ends = bounds.has(after) || !isDigit(after) || /x$/i.test(number);
    return begins && ends && isResidentId(number.toUpperCase());
  });
}

/** Characters of a quoted text that may still be such a number, with signs between. */
const longestQuoted = 100;

/** True when a text in quotes is nothing but such a number, whatever signs part its digits and however they are drawn. */
function quotesResidentId(text: string): boolean {
  return text.split(/["\\]/).some((quoted) => {
    if (quoted.length < 18 || quoted.length > longestQuoted || !/[^0-9A-Za-z]/.test(quoted)) return false;
    const normal = quoted.normalize('NFKC');
    return isResidentId(normal.replace(isPlain(normal) ? /[^0-9A-Za-z]/g : /[^\p{L}\p{N}]/gu, '').toUpperCase());
  });
}

/** Escapes of characters below U+10000: `%31`, `\u0031`, `\u{31}`, and the same within a JSON string. */
function withoutEscapes(text: string): string {
  if (!/[%\\]/.test(text)) return text;
  return decodedPercents(text)
    .replace(/(?<!\\)\\+[nrtbf]/g, ' ')
    .replace(/(?<!\\)\\+u(?:\{0*([0-9a-f]{1,4})\}|([0-9a-f]{4}))/gi, (_, braced, plain) =>
      String.fromCharCode(Number.parseInt(braced ?? plain, 16)),
    );
}

/** Runs of percent-encoded bytes, as far as they are UTF-8. */
function decodedPercents(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString());
}

function refusal(place: string): Error {
  return visibleError(
    'PERSON_DATA',
    `Cannot take the ${place} of this request: it must hold no number of an identity card, holds what looks like one; ` +
      'only organisations can be asked about, by their credit code',
  );
}

import type { KeyRange } from '../../tree/key-range.ts';
import { startingWith } from '../../tree/key-range.ts';

/** Longest name that the register takes, in UTF-16 units: what is found in a name is found wherever it stands. */
export const longestName = 200;

/** Units of a name that its key holds: 150 characters, so that code and day fit in behind. */
const keyUnits = 50;
/** Units of a name from one place on that are one key of the order of words. */
const wordUnits = 4;
/** What a name may end with that no word of it begins in: so many end with it that it finds nothing. */
const legalForms = ['股份有限公司', '有限公司'];

/**
 * A name as it is searched for: full and half width, case, spaces, brackets and other marks make no difference
 * (NFKC, letters and digits alone), and 有限责任公司 is the same as 有限公司.
 */
export function normalName(text: string): string {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]/gu, '');
  return plain.replaceAll('有限责任公司', '有限公司');
}

/** The same for the beginning of a name, which may end within a legal form. */
export function normalBeginning(text: string): string {
  return normalName(text).replace(/有限责(任公?)?$/, (form) => (form.endsWith('公') ? '有限公' : '有限'));
}

/** The same for a part of a name, which may also begin within a legal form: 责任公司 is the end of 有限公司 too. */
export function normalPart(text: string): string {
  return normalBeginning(text).replace(/^(?:(限)责|责)?任公司/, '$1公司');
}

/** First part of the key of a whole name in the order of names. */
export function nameKey(normal: string): string {
  return encodeUnits(normal.slice(0, keyUnits));
}

/** The names that begin with a normal text; whether the order tells it alone. */
export function namesFrom(normal: string): { readonly range: Required<KeyRange>; readonly exact: boolean } {
  return { range: startingWith(nameKey(normal)), exact: normal.length <= keyUnits };
}

/**
 * First parts of the keys of a name in the order of words: four units from every place on, once each. A digit before
 * them says how many units the word shares with the one before it in this name's own order, so that a shorter text finds
 * each name once: at the first of the words that begin with it.
 */
export function wordKeys(normal: string): readonly string[] {
  const end = normal.length - (legalForms.find((form) => normal.endsWith(form))?.length ?? 0);
  const words = new Set<string>();
  for (let start = 0; start < end; start += 1) words.add(normal.slice(start, start + wordUnits));
  const sorted = [...words].sort();
  return sorted.map((word, place) => `${sharedUnits(word, sorted[place - 1] ?? '')}${encodeUnits(word)}`);
}

/**
 * Where names that contain a normal text are found; null where no order tells: a text that may be the beginning of a legal form
 * stands in the part of names that the order leaves out.
 */
export function wordsWith(
  normal: string,
): { readonly ranges: readonly Required<KeyRange>[]; readonly exact: boolean } | null {
  if (legalForms.some((form) => mayBeginIn(form, normal))) return null;
  const word = encodeUnits(normal.slice(0, wordUnits));
  const shared = Array.from({ length: Math.min(normal.length, wordUnits) }, (_, units) => units);
  return { ranges: shared.map((units) => startingWith(`${units}${word}`)), exact: normal.length <= wordUnits };
}

function mayBeginIn(form: string, text: string): boolean {
  return Array.from(form, (_, start) => form.slice(start)).some((end) => end.startsWith(text));
}

function sharedUnits(one: string, other: string): number {
  let units = 0;
  while (units < one.length && units < other.length && one[units] === other[units]) units += 1;
  return units;
}

/** 64 characters of a key in their own order: three of them hold 16 bits. */
const signs = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz';

/** UTF-16 units as characters of a key, three each: the order stays, and so does what begins with what. */
function encodeUnits(text: string): string {
  let encoded = '';
  for (let place = 0; place < text.length; place += 1) {
    const unit = text.charCodeAt(place);
    encoded += signs.charAt(unit >>> 12) + signs.charAt((unit >>> 6) & 63) + signs.charAt(unit & 63);
  }
  return encoded;
}

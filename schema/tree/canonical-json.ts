import type { Json } from './entry.ts';

/** Characters other than Latin letters, Chinese ones, their punctuation and full-width forms, all of which are in NFC as they are. */
const mayNeedNormalising = /[^\0-\u02ff\u3000-\u3029\u4e00-\u9fff\uff00-\uffef]/;

/** Refuses what has no canonical form; answers whether an object was met, whose names JSON.stringify would not sort. */
function holdsObject(value: Json): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return false;
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`Cannot store number "${value}": must be finite`);
    return false;
  }
  if (typeof value !== 'object') throw new TypeError(`Cannot store "${String(value)}": must be JSON`);
  if (isList(value)) {
    let found = false;
    for (const part of value) found = holdsObject(part) || found;
    return found;
  }
  for (const member of Object.values(value)) holdsObject(member);
  return true;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function write(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(write).join(',')}]`;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`).join(',')}}`;
}

/**
 * The one form of a value: JSON without spaces, object names sorted by code unit, numbers as JavaScript writes them.
 * Refuses numbers that are not finite and texts that are not in NFC.
 */
export function canonicalJson(value: Json): string {
  if (value === null) return 'null';
  const text = holdsObject(value) ? write(value) : JSON.stringify(value);
  if (mayNeedNormalising.test(text) && text.normalize('NFC') !== text) {
    throw new RangeError(`Cannot store value ${text.slice(0, 80)}: must be in NFC`);
  }
  return text;
}

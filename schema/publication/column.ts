import type { Parsed } from '../codes/parsed.ts';
import { parsePartialDate } from '../dates/partial-date.ts';
import { findPersonData } from '../privacy/person-data.ts';
import type { Json } from '../tree/entry.ts';
import type { FindingReason } from './finding.ts';

/** What became of one cell. A warning (of a bad date, unless it `warns` of another reason) keeps the value; a refusal rejects the row. */
export type CellResult =
  | { readonly ok: true; readonly value: Json; readonly warning?: string; readonly warns?: FindingReason }
  | { readonly ok: false; readonly reason: FindingReason; readonly message: string };

/** How the cells of one column are read. `alphabet` null: its cells are free text and never appear in a report. */
export interface Column {
  readonly alphabet: RegExp | null;
  readonly required: boolean;
  /** What an empty cell stands for. */
  readonly empty: Json;
  read(text: string): CellResult;
}

const codeAlphabet = /^[0-9A-Z*]{1,64}$/;
const codesAlphabet = /^[0-9A-Z* ]{1,200}$/;
const numberAlphabet = /^[-+0-9.eE]{1,32}$/;
const dateAlphabet = /^[-0-9*]{1,16}$/;
const wordAlphabet = /^[A-Z0-9_]{1,32}$/;
const longestText = 2_000;

/** A code; `parse` is that of its kind. */
export function codeColumn(parse: (text: string) => Parsed<string>): Column {
  return { alphabet: codeAlphabet, required: false, empty: null, read: (text) => codeResult(parse(text)) };
}

function codeResult(parsed: Parsed<string>): CellResult {
  return parsed.ok ? parsed : { ok: false, reason: 'BAD_CODE', message: parsed.reason };
}

/** Codes separated by spaces; an empty cell is an empty list. */
export function codesColumn(parse: (text: string) => Parsed<string>): Column {
  return {
    alphabet: codesAlphabet,
    required: false,
    empty: [],
    read(text) {
      const codes: string[] = [];
      for (const part of text.split(' ').filter((word) => word !== '')) {
        const result = codeResult(parse(part));
        if (!result.ok) return result;
        codes.push(part);
      }
      return { ok: true, value: [...new Set(codes)].sort() };
    },
  };
}

/** Free text of at most `longest` UTF-16 units. Anything in it that looks like person data refuses the row. */
export function textColumn(longest = longestText): Column {
  return {
    alphabet: null,
    required: false,
    empty: null,
    read(text) {
      const found = findPersonData(text)[0];
      if (found !== undefined) {
        const what = found.kind === 'RESIDENT_ID' ? 'a resident ID' : 'a mobile number';
        return {
          ok: false,
          reason: 'PERSON_DATA',
          message: `cell holds what looks like ${what}; no register takes person data`,
        };
      }
      if (text.length <= longest) return { ok: true, value: text };
      return { ok: false, reason: 'BAD_VALUE', message: `length must be at most ${longest}, is ${text.length}` };
    },
  };
}

/** A whole number between the bounds. */
export function integerColumn(least: number, most: number): Column {
  return numberColumn({ pattern: /^[-+]?\d{1,9}$/, wanted: `a whole number from ${least} to ${most}`, least, most });
}

/** A decimal number between the bounds, written with a point. */
export function decimalColumn(least: number, most: number): Column {
  return numberColumn({
    pattern: /^[-+]?\d{1,12}(\.\d{1,20})?$/,
    wanted: `a number from ${least} to ${most}`,
    least,
    most,
  });
}

interface NumberForm {
  readonly pattern: RegExp;
  readonly wanted: string;
  readonly least: number;
  readonly most: number;
}

function numberColumn(form: NumberForm): Column {
  return {
    alphabet: numberAlphabet,
    required: false,
    empty: null,
    read(text) {
      const value = Number(text) + 0; // -0 becomes 0, so that a value has one form
      if (form.pattern.test(text) && value >= form.least && value <= form.most) return { ok: true, value };
      return { ok: false, reason: 'BAD_NUMBER', message: `must be ${form.wanted}` };
    },
  };
}

/** Degrees, kept as whole units of 1e-7 degrees. */
export function degreesColumn(most: number): Column {
  const degrees = decimalColumn(-most, most);
  return {
    ...degrees,
    read(text) {
      const result = degrees.read(text);
      return result.ok ? { ok: true, value: Math.round(Number(result.value) * 1e7) + 0 } : result;
    },
  };
}

/** A partial date in either written form. One without a year becomes null, with a warning. */
export function dateColumn(): Column {
  return {
    alphabet: dateAlphabet,
    required: false,
    empty: null,
    read(text) {
      const parsed = parsePartialDate(text);
      if (!parsed.ok) return { ok: false, reason: 'BAD_DATE', message: parsed.reason };
      if (parsed.value !== null) return parsed;
      return { ok: true, value: null, warning: 'has no year; kept as null' };
    },
  };
}

/** One of the words given. */
export function wordColumn(words: readonly string[]): Column {
  const known = new Set(words);
  return {
    alphabet: wordAlphabet,
    required: false,
    empty: null,
    read: (text) =>
      known.has(text)
        ? { ok: true, value: text }
        : { ok: false, reason: 'BAD_VALUE', message: `must be one of ${words.join(', ')}` },
  };
}

/** `true` or `false`. */
export function booleanColumn(): Column {
  return {
    alphabet: wordAlphabet,
    required: false,
    empty: null,
    read: (text) =>
      text === 'true' || text === 'false'
        ? { ok: true, value: text === 'true' }
        : { ok: false, reason: 'BAD_VALUE', message: 'must be true or false' },
  };
}

/** The same column, refusing an empty cell. */
export function required(column: Column): Column {
  return { ...column, required: true };
}

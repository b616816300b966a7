import type { Subtree } from './block.ts';
import { canonicalJson } from './canonical-json.ts';
import type { Entry } from './entry.ts';
import { assertKey } from './key.ts';
import { cutIntoPieces, overflows, type Piece } from './overflow.ts';

/** One line of a block as it is written, with what the parent block must know of it: a row in a leaf, a child in an index. */
export interface Line {
  readonly key: string;
  readonly text: string;
  readonly rows: number;
  readonly live: number;
  readonly since: number;
  /** Overflow blocks to be written with a new row; null for everything else. */
  readonly pieces: readonly Piece[] | null;
  /** What a child's line speaks of; null for a row. */
  readonly child: Subtree | null;
}

function assertDay(key: string, day: number | null): void {
  if (day !== null && !Number.isSafeInteger(day)) {
    throw new RangeError(`Cannot store key "${key}": day must be an integer, is "${day}"`);
  }
}

/** Writes a row; refuses keys, days and values that have no canonical form. */
export function rowLine(entry: Entry): Line {
  // By place: taking an array apart steps an iterator, which costs more than the rest until the code is compiled.
  const key = entry[0];
  const from = entry[1];
  const to = entry[2];
  assertKey(key);
  assertDay(key, from);
  assertDay(key, to);
  const json = canonicalJson(entry[3]);
  const since = to !== null && to > from ? to : from;
  const live = to === null ? 1 : 0;
  if (!overflows(json))
    return { key, text: `["${key}",${from},${to},${json}]`, rows: 1, live, since, pieces: null, child: null };
  const pieces = cutIntoPieces(json);
  const overflow = JSON.stringify({ overflow: pieces.map((piece) => piece.name), bytes: Buffer.byteLength(json) });
  return { key, text: `["${key}",${from},${to},null,${overflow}]`, rows: 1, live, since, pieces, child: null };
}

/** The key of a line. */
export function keyOf(text: string): string {
  return text.slice(2, text.indexOf('"', 2));
}

/** Reads a row's line back as far as merging needs it, without parsing its value. */
export function standingRowLine(text: string): Line {
  const keyEnd = text.indexOf('"', 2);
  const fromEnd = text.indexOf(',', keyEnd + 2);
  const toEnd = text.indexOf(',', fromEnd + 1);
  const from = Number(text.slice(keyEnd + 2, fromEnd));
  const to = text[fromEnd + 1] === 'n' ? null : Number(text.slice(fromEnd + 1, toEnd));
  const since = to !== null && to > from ? to : from;
  return { key: text.slice(2, keyEnd), text, rows: 1, live: to === null ? 1 : 0, since, pieces: null, child: null };
}

/** Writes a child of an index block. */
export function childLine(child: Subtree): Line {
  const { firstKey, hash, rows, live, since } = child;
  return {
    key: firstKey,
    text: `["${firstKey}","${hash}",${rows},${live},${since}]`,
    rows,
    live,
    since,
    pieces: null,
    child,
  };
}

import type { BlockReference } from './block.ts';
import { brokenTree } from './broken-tree.ts';
import type { KeyRange } from './key-range.ts';
import { LeafDays } from './leaf-days.ts';
import type { StoredOverflow } from './overflow.ts';
import { isOverflowRow, type Row } from './row.ts';

const quote = 0x22;
/** A line begins with `["`. */
const keyOffset = 2;
/** Parsed rows take about this many times their JSON. */
const parsedFactor = 5;
/** Stands in every leaf that has overflow rows (and may stand in a value). */
const overflowMark = ',null,{"overflow":[';

/**
 * A block of level 0. Rows are found by looking at the bytes and parsed one by one; only whoever asks for most of them
 * parses all, once.
 */
export class LeafBlock {
  readonly hash: string;
  readonly level = 0;
  readonly bytes: Buffer;
  /** Where each line starts; the last one is where a next line would. */
  readonly #starts: readonly number[];
  #parsed: readonly Row[] | null = null;
  /** Rows that were parsed alone, by position: who asks for one often asks again. */
  #alone: (Row | undefined)[] | null = null;
  #parsedAlone = 0;
  #days: LeafDays | null = null;

  constructor(reference: BlockReference, bytes: Uint8Array) {
    this.hash = reference.hash;
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#starts = lineStarts(this.bytes);
    if (this.rows < 1) throw brokenTree('MALFORMED', reference, 'must be a leaf block, is something else');
  }

  get rows(): number {
    return this.#starts.length - 1;
  }

  get firstKey(): string {
    return this.keyAt(0);
  }

  /** Memory that holding this block takes, in bytes; grows as rows are parsed. */
  get bytesHeld(): number {
    const share = this.#parsed === null ? this.#parsedAlone / this.rows : 1;
    const parsed = this.bytes.length * share * parsedFactor;
    return this.bytes.length + parsed + this.#starts.length * 8 + (this.#days?.bytesHeld ?? 0) + 200;
  }

  keyAt(position: number): string {
    const start = (this.#starts[position] ?? 0) + keyOffset;
    return this.bytes.toString('latin1', start, this.bytes.indexOf(quote, start));
  }

  /** The line at `position` as it is written, without the comma behind it. */
  textAt(position: number): string {
    return this.bytes.toString('utf8', this.#starts[position], (this.#starts[position + 1] ?? 0) - 2);
  }

  /** All lines as they are written. */
  texts(): readonly string[] {
    return this.bytes.toString('utf8', 2, this.bytes.length - 2).split(',\n');
  }

  rowAt(position: number): Row {
    const known = this.#parsed?.[position] ?? this.#alone?.[position];
    if (known !== undefined) return known;
    const row = this.#read(JSON.parse(this.textAt(position)));
    this.#alone ??= [];
    this.#alone[position] = row;
    this.#parsedAlone += 1;
    return row;
  }

  /** All rows, parsed once. */
  all(): readonly Row[] {
    if (this.#parsed === null) {
      const rows: Row[] = JSON.parse(this.bytes.toString());
      for (let at = 0; at < rows.length; at++) if (rows[at]?.length === 5) rows[at] = this.#read(rows[at] as Row);
      this.#parsed = rows;
      this.#alone = null;
    }
    return this.#parsed;
  }

  /** Rows of `range` in key order. */
  within(range: KeyRange): readonly Row[] {
    const [start, end] = this.positionsIn(range);
    if ((end - start) * 2 > this.rows) {
      return end - start === this.rows ? this.all() : this.all().slice(start, end);
    }
    const rows: Row[] = [];
    for (let at = start; at < end; at++) rows.push(this.rowAt(at));
    return rows;
  }

  /** How many rows of `range` are live on `day`; parses none. */
  liveWithin(range: KeyRange, day: number): number {
    const [start, end] = this.positionsIn(range);
    this.#days ??= new LeafDays(
      this.bytes,
      this.#starts.slice(0, this.rows).map((line) => line + keyOffset),
    );
    return this.#days.live(start, end, day);
  }

  /** The overflow blocks of this leaf's rows, in order. */
  pieces(): readonly BlockReference[] {
    if (!this.bytes.includes(overflowMark)) return [];
    return this.all().flatMap((row) => (isOverflowRow(row) ? row[4].pieces : []));
  }

  /** Positions `[start, end)` of the rows of `range`. */
  positionsIn(range: KeyRange): readonly [start: number, end: number] {
    const start = range.lower === undefined ? 0 : this.#seek(range.lower, 0, this.rows);
    const end = range.upper === undefined ? this.rows : this.#gallop(range.upper, start);
    return [start, end];
  }

  /** The first position from `start` on whose key is not before `key`, found in steps that double: ranges are often short. */
  #gallop(key: string, start: number): number {
    let step = 1;
    while (start + step <= this.rows && this.#isBefore(start + step - 1, key)) step *= 2;
    return this.#seek(key, start + (step >> 1), Math.min(start + step - 1, this.rows));
  }

  /** The first position of `[low, high]` whose key is not before `key`. */
  #seek(key: string, low: number, high: number): number {
    let first = low;
    let last = high;
    while (first < last) {
      const middle = (first + last) >>> 1;
      if (this.#isBefore(middle, key)) first = middle + 1;
      else last = middle;
    }
    return first;
  }

  /** Compares the key at `position` with `key` byte by byte, where it lies. */
  #isBefore(position: number, key: string): boolean {
    const bytes = this.bytes;
    const start = (this.#starts[position] ?? 0) + keyOffset;
    for (let at = 0; at < key.length; at++) {
      const byte = bytes[start + at];
      if (byte === undefined || byte === quote) return true;
      const wanted = key.charCodeAt(at);
      if (byte !== wanted) return byte < wanted;
    }
    return false;
  }

  /** Turns the stored form of an overflow into references that know their leaf. */
  #read(row: Row): Row {
    if (row.length !== 5) return row;
    const [key, from, to, , stored] = row as readonly [string, number, number | null, null, unknown];
    const { overflow, bytes } = stored as StoredOverflow;
    return [key, from, to, null, { pieces: overflow.map((hash) => ({ hash, level: -1, parent: this.hash })), bytes }];
  }
}

/** Every newline but the last starts a line; the byte before `]` ends the last one. */
function lineStarts(bytes: Buffer): readonly number[] {
  const starts: number[] = [];
  // A text of single bytes is searched in half the time that bytes are.
  const text = bytes.toString('latin1');
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const last = starts.pop();
  if (last !== undefined) starts.push(last + 1);
  return starts;
}

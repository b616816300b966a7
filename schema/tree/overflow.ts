import { type BlockReference, maximumBlockBytes } from './block.ts';
import { blockName } from './block-name.ts';

/** A value whose JSON is longer lies in blocks of its own, so that its neighbours stay small. */
const longestInlineBytes = 8_192;

/** One overflow block: a piece of a long value's JSON, cut by bytes. */
export interface Piece {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Where a long value lies: its pieces in order, and how many bytes they are together. */
export interface Overflow {
  readonly pieces: readonly BlockReference[];
  readonly bytes: number;
}

/** The form in a leaf: a fifth place in the row, so that no value can be taken for it. */
export interface StoredOverflow {
  readonly overflow: readonly string[];
  readonly bytes: number;
}

/** True when a value with this JSON must leave its row; a character is at most 3 bytes, so short ones need no count. */
export function overflows(json: string): boolean {
  return json.length * 3 > longestInlineBytes && Buffer.byteLength(json) > longestInlineBytes;
}

/** Cuts a long value's JSON into pieces of at most `maximumBlockBytes`. */
export function cutIntoPieces(json: string): readonly Piece[] {
  const whole = Buffer.from(json);
  const pieces: Piece[] = [];
  for (let at = 0; at < whole.length; at += maximumBlockBytes) {
    const bytes = whole.subarray(at, at + maximumBlockBytes);
    pieces.push({ name: blockName(-1, bytes), bytes });
  }
  return pieces;
}

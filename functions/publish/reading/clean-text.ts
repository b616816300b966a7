import { isUtf8 } from 'node:buffer';
import type { RowFault } from './raw-row.ts';

/** What is wrong with one text of a row. */
export type TextFault = Omit<RowFault, 'line'>;

const NOT_UTF8: TextFault = { reason: 'BAD_ENCODING', message: 'Cannot read row: text must be UTF-8, is not' };
const HAS_NUL: TextFault = {
  reason: 'BAD_VALUE',
  message: 'Cannot read row: text must have no NUL character, has one',
};
const LONE_SURROGATE: TextFault = {
  reason: 'BAD_ENCODING',
  message: 'Cannot read row: escaped surrogates must come in pairs, one stands alone',
};

/** The text in NFC, or what is wrong with it. */
export function cleanText(text: string): string | TextFault {
  if (text.includes('\0')) return HAS_NUL;
  return text.isWellFormed() ? text.normalize('NFC') : LONE_SURROGATE;
}

/** Decodes text that holds one character per byte; not yet cleaned. */
export function decodeRaw(raw: string): string | TextFault {
  return decodeUtf8(Buffer.from(raw, 'latin1'));
}

/** Decodes bytes without ever writing U+FFFD for what is not UTF-8. */
export function decodeUtf8(bytes: Buffer): string | TextFault {
  return isUtf8(bytes) ? bytes.toString('utf8') : NOT_UTF8;
}

/** Cleans every text among the cells of one row; other values pass as they are. */
export function cleanCells<Cell>(cells: readonly Cell[], raw: boolean): (Cell | string)[] | TextFault {
  const cleaned: (Cell | string)[] = [];
  for (const cell of cells) {
    if (typeof cell !== 'string') {
      cleaned.push(cell);
      continue;
    }
    const decoded = raw ? decodeRaw(cell) : cell;
    const text = typeof decoded === 'string' ? cleanText(decoded) : decoded;
    if (typeof text !== 'string') return text;
    cleaned.push(text);
  }
  return cleaned;
}

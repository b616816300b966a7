import { isAscii, isUtf8 } from 'node:buffer';

/** Text of a block of bytes. Not `clean`: one character stands for one byte, to be decoded cell by cell. */
export interface DecodedBlock {
  readonly text: string;
  readonly clean: boolean;
}

/**
 * Decodes whole lines at once. A block is clean when it is valid UTF-8 in NFC without NUL, as nearly all are; any
 * other keeps its bytes, so that a bad byte harms its own row only and is never replaced by U+FFFD. Both forms have
 * the same line ends, commas and quotes, since UTF-8 uses those bytes for nothing else.
 */
export function decodeBlock(bytes: Buffer): DecodedBlock {
  const raw = { text: '', clean: false };
  if (bytes.includes(0)) return { ...raw, text: bytes.toString('latin1') };
  if (isAscii(bytes)) return { text: bytes.toString('latin1'), clean: true };
  if (isUtf8(bytes)) {
    const text = bytes.toString('utf8');
    if (text === text.normalize('NFC')) return { text, clean: true };
  }
  return { ...raw, text: bytes.toString('latin1') };
}

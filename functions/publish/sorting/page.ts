import type { KeyedText } from './keyed-text.ts';

/** Whether the texts are UTF-16 (1) or Latin-1 (0), and the number of rows: two 32-bit numbers. */
const HEADER = 8;

/**
 * Writes rows as one page: a header, the length of each key and text, then all of them as one text, which is
 * encoded and decoded in one step. Any string survives, lone surrogates and line ends too. Read by machines
 * of one kind only: numbers are in their byte order.
 */
export function encodePage(rows: readonly KeyedText[]): Buffer {
  const numbers = new Uint32Array(2 + 2 * rows.length);
  let all = '';
  let place = 2;
  for (const [key, text] of rows) {
    numbers[place++] = key.length;
    numbers[place++] = text.length;
    all += key;
    all += text;
  }
  const isWide = Buffer.byteLength(all) !== all.length;
  numbers[0] = isWide ? 1 : 0;
  numbers[1] = rows.length;
  return Buffer.concat([Buffer.from(numbers.buffer), Buffer.from(all, isWide ? 'utf16le' : 'latin1')]);
}

/** Reads back what `encodePage` wrote. Keys are texts of their own: parts of them outlive the page, which is as long as its texts are. */
export function decodePage(page: Uint8Array<ArrayBuffer>): KeyedText[] {
  const [isWide = 0, count = 0] = new Uint32Array(page.buffer, page.byteOffset, 2);
  const lengths = new Uint32Array(page.buffer, page.byteOffset + HEADER, 2 * count);
  const bytes = Buffer.from(page.buffer, page.byteOffset + HEADER + lengths.byteLength);
  const [encoding, width] = isWide ? (['utf16le', 2] as const) : (['latin1', 1] as const);
  const all = bytes.toString(encoding);
  const rows: KeyedText[] = [];
  let at = 0;
  for (let place = 0; place < lengths.length; place += 2) {
    const middle = at + (lengths[place] ?? 0);
    const end = middle + (lengths[place + 1] ?? 0);
    rows.push([bytes.toString(encoding, width * at, width * middle), all.slice(middle, end)]);
    at = end;
  }
  return rows;
}

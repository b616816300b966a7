import type { KeyedText } from './keyed-text.ts';

/** Whether the texts are UTF-16 (1) or ASCII (0), and the number of rows: two 32-bit numbers. */
const HEADER = 8;
/** Longest character of UTF-8, in bytes. */
const WIDEST = 4;
const none = Buffer.alloc(0);

/**
 * Writes rows as one page: a header, the length of each key and text, then all of them as one text. Any string survives, lone
 * surrogates and line ends too. Read by machines of one kind only: numbers are in their byte order.
 * The page lies in `room` where that is large enough.
 */
export function encodePage(rows: readonly KeyedText[], room: Buffer = none): Buffer {
  const numbers = new Uint32Array(2 + 2 * rows.length);
  let length = 0;
  let place = 2;
  for (const row of rows) {
    numbers[place++] = row[0].length;
    numbers[place++] = row[1].length;
    length += row[0].length + row[1].length;
  }
  numbers[1] = rows.length;
  const end = numbers.byteLength + length;
  const page = end + WIDEST > room.length ? Buffer.allocUnsafe(end + WIDEST) : room;
  const isWide = writeTexts(rows, page, numbers.byteLength) !== end;
  numbers[0] = isWide ? 1 : 0;
  page.set(new Uint8Array(numbers.buffer));
  if (!isWide) return page.subarray(0, end);
  const all = rows.map(([key, text]) => key + text).join('');
  return Buffer.concat([Buffer.from(numbers.buffer), Buffer.from(all, 'utf16le')]);
}

/** Where the texts end that are written from `start` on. They take more bytes than they have characters unless all are ASCII. */
function writeTexts(rows: readonly KeyedText[], page: Buffer, start: number): number {
  let at = start;
  for (const row of rows) {
    at += page.write(row[0], at);
    at += page.write(row[1], at);
  }
  return at;
}

/** Reads back what `encodePage` wrote. Keys are texts of their own: parts of them outlive the page, which is as long as its texts are. */
export function decodePage(page: Uint8Array<ArrayBuffer>): KeyedText[] {
  const [isWide = 0, count = 0] = new Uint32Array(page.buffer, page.byteOffset, 2);
  const lengths = new Uint32Array(page.buffer, page.byteOffset + HEADER, 2 * count);
  const start = HEADER + lengths.byteLength;
  const bytes = Buffer.from(page.buffer, page.byteOffset + start, page.byteLength - start);
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

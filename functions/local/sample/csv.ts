/** Bytes that a reader of a source file gets at a time, about. */
const chunkCharacters = 65_536;

/** One record of RFC 4180 with its line end; quotes only what must be. */
export function csvRecord(values: readonly string[]): string {
  return `${values.map((value) => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',')}\n`;
}

/** Gathers pieces of text into chunks of UTF-8, so that a file of any length passes through little memory. */
export async function* chunksOf(pieces: Iterable<string>): AsyncGenerator<Uint8Array> {
  let text = '';
  for (const piece of pieces) {
    text += piece;
    if (text.length < chunkCharacters) continue;
    yield Buffer.from(text);
    text = '';
  }
  if (text !== '') yield Buffer.from(text);
}

/**
 * The same text of ASCII characters with memory of its own. A part of a longer text (a cell of a file, a key of a page) holds on
 * to the whole of it as long as it lives: what is kept beyond its row must be a copy, or the file stays in memory with it.
 */
export function ownText(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}

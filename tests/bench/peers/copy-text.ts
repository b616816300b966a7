/** A value of a column; lists are arrays of text. */
export type Cell = string | number | boolean | null | undefined | readonly string[];

/** Rows in the text form of PostgreSQL's COPY, in pieces of some 64 KB. */
export function* copyText(rows: Iterable<readonly Cell[]>): Generator<string> {
  let piece = '';
  for (const row of rows) {
    piece += `${row.map(cellText).join('\t')}\n`;
    if (piece.length > 65_536) {
      yield piece;
      piece = '';
    }
  }
  yield piece;
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

function cellText(cell: Cell): string {
  if (cell === null || cell === undefined) return '\\N';
  const text = typeof cell === 'object' ? `{${cell.join(',')}}` : String(cell);
  return text.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const QUOTE = 34;
const COMMA = 44;

/** Where a reader of CSV text stands. The text must end with a line end. */
export interface CsvCursor {
  readonly text: string;
  position: number;
  line: number;
}

/**
 * What a record turned out to be. `OPEN`: the text ends inside a quote, the cursor stays at the record's start.
 * `MISQUOTED`: a quote where RFC 4180 has none, yet the record ends for certain with its line, which is passed over.
 * `ASTRAY`: likewise, but where the record ends cannot be told.
 */
export type CsvRecord = string[] | 'OPEN' | 'MISQUOTED' | 'ASTRAY';

/**
 * Reads one record and moves the cursor behind its line end (LF, CRLF or CR).
 *
 * Bad quoting, decided: a quote inside an unquoted cell is taken for a character of it, so the record goes on and is
 * refused alone. After a closing quote that neither comma nor line end follows, the record ends with its line if it has
 * not left its first line and the quotes on that line are even in number, so that pairs of them close before its end.
 */
export function readCsvRecord(cursor: CsvCursor): CsvRecord {
  const { text } = cursor;
  const cells: string[] = [];
  let at = cursor.position;
  let misquoted = false;
  let breaks = 0;
  for (;;) {
    if (text.charCodeAt(at) === QUOTE) {
      const close = closingQuote(text, at);
      if (close < 0) return 'OPEN';
      const cell = text.slice(at + 1, close);
      breaks += lineBreaks(cell);
      cells.push(cell.includes('"') ? cell.replaceAll('""', '"') : cell);
      at = close + 1;
    } else {
      const end = unquotedEnd(text, at);
      cells.push(text.slice(at, end));
      misquoted ||= text.charCodeAt(end) === QUOTE;
      at = misquoted ? restOfCell(text, end) : end;
    }
    const code = text.charCodeAt(at);
    if (code === COMMA) {
      at += 1;
    } else if (code === LINE_FEED || code === CARRIAGE_RETURN) {
      return finish(cursor, at, breaks, misquoted ? 'MISQUOTED' : cells);
    } else {
      return recover(cursor, at, breaks);
    }
  }
}

/** First line end, comma or quote from `at` on. All of them come before U+002D, which most characters do not. */
function unquotedEnd(text: string, at: number): number {
  let end = at;
  for (let code = text.charCodeAt(end); ; code = text.charCodeAt(++end)) {
    if (code <= COMMA && (code === COMMA || code === LINE_FEED || code === CARRIAGE_RETURN || code === QUOTE))
      return end;
  }
}

function restOfCell(text: string, from: number): number {
  let end = from;
  while (text.charCodeAt(end) === QUOTE) end = unquotedEnd(text, end + 1);
  return end;
}

/** The quote that closes the one at `open`, or -1; two quotes in a row stand for one inside the cell. */
function closingQuote(text: string, open: number): number {
  let close = text.indexOf('"', open + 1);
  while (close >= 0 && text.charCodeAt(close + 1) === QUOTE) close = text.indexOf('"', close + 2);
  return close;
}

function finish(cursor: CsvCursor, lineEnd: number, breaks: number, record: CsvRecord): CsvRecord {
  const { text } = cursor;
  const isPair = text.charCodeAt(lineEnd) === CARRIAGE_RETURN && text.charCodeAt(lineEnd + 1) === LINE_FEED;
  cursor.position = lineEnd + (isPair ? 2 : 1);
  cursor.line += breaks + 1;
  return record;
}

function recover(cursor: CsvCursor, from: number, breaks: number): CsvRecord {
  if (breaks > 0) return 'ASTRAY';
  let lineEnd = from;
  while (cursor.text.charCodeAt(lineEnd) !== LINE_FEED && cursor.text.charCodeAt(lineEnd) !== CARRIAGE_RETURN)
    lineEnd++;
  const quotes = cursor.text.slice(cursor.position, lineEnd).split('"').length - 1;
  return quotes % 2 === 0 ? finish(cursor, lineEnd, 0, 'MISQUOTED') : 'ASTRAY';
}

function lineBreaks(cell: string): number {
  return cell.includes('\n') || cell.includes('\r') ? cell.split(/\r\n|\n|\r/).length - 1 : 0;
}

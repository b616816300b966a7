const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * How many of the bytes make whole lines, ended by LF, CRLF or a CR that no LF follows.
 * No character of UTF-8 is cut there, nor a CRLF.
 */
export function wholeLines(bytes: Buffer): number {
  const lineFeed = bytes.lastIndexOf(LINE_FEED);
  if (lineFeed >= 0) return lineFeed + 1;
  return bytes.length < 2 ? 0 : bytes.lastIndexOf(CARRIAGE_RETURN, bytes.length - 2) + 1;
}

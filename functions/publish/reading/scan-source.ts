import type { RowBatch } from './raw-row.ts';
import { sourceFault } from './source-fault.ts';

/** Records longer than this many bytes are refused, so that memory stays bounded whatever the source holds. */
export const RECORD_LIMIT = 8 * 1024 * 1024;

/** A batch holds the rows of about this many bytes; its cells may keep the text of the whole batch in memory. */
const PIECE = 64 * 1024;

/** Turns the bytes of one format into rows. Throws `SourceFault` for what spoils the whole source. */
export interface Scanner {
  /**
   * Takes the records that end in `bytes`; `last`: nothing follows them.
   * `consumed` tells how many bytes were used up; the others are handed in again with what follows.
   */
  scan(bytes: Buffer, last: boolean): { readonly consumed: number; readonly batch: RowBatch };
  /** The line that the next record starts in. */
  line(): number;
}

/** Feeds a scanner until the source ends. A batch may be without rows; before the last, none is without anything. */
export async function* scanSource(source: AsyncIterable<Uint8Array>, scanner: Scanner): AsyncGenerator<RowBatch> {
  let pending: Buffer = Buffer.alloc(0);
  let parts: Buffer[] = [];
  let length = 0;
  let wanted = 1;
  for await (const piece of pieces(source)) {
    parts.push(piece);
    length += piece.length;
    if (length < wanted) continue;
    pending = parts.length === 1 ? piece : Buffer.concat(parts);
    const { consumed, batch } = scanner.scan(pending, false);
    pending = pending.subarray(consumed);
    if (pending.length > RECORD_LIMIT) throw tooLarge(scanner.line());
    if (batch.columns.length + batch.rows.length + batch.faults.length > 0) yield batch;
    parts = [pending];
    length = pending.length;
    // A record longer than a piece is looked at again only when it has doubled: linear time in all.
    wanted = Math.min(2 * length, RECORD_LIMIT + 1);
  }
  yield scanner.scan(Buffer.concat(parts), true).batch;
}

async function* pieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    for (let start = 0; start < chunk.length; start += PIECE) {
      const size = Math.min(PIECE, chunk.length - start);
      yield Buffer.from(chunk.buffer, chunk.byteOffset + start, size);
    }
  }
}

function tooLarge(line: number): Error {
  const message = `Cannot read record: must have at most ${RECORD_LIMIT} bytes, has more (is a quote not closed?)`;
  return sourceFault('TOO_LARGE', line, message);
}

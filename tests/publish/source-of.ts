import { readRows } from '../../functions/publish/read-rows.ts';
import type { RawRow, RowFault } from '../../functions/publish/reading/raw-row.ts';
import { isSourceFault, type SourceFaultReason } from '../../functions/publish/reading/source-fault.ts';

/** Bytes as a stream of chunks of `size` bytes. */
export async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** Everything that reading a source gives; `refused` when it ends in a `SourceFault`. */
export interface Reading {
  readonly columns: readonly string[];
  readonly rows: readonly RawRow[];
  readonly faults: readonly RowFault[];
  readonly refused: {
    readonly reason: SourceFaultReason;
    readonly line: number | null;
    readonly message: string;
  } | null;
}

/** Reads all of a source given as text or bytes, in chunks of `size` bytes. */
export async function readAll(source: string | Uint8Array, name: string, size = 1 << 20): Promise<Reading> {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source;
  const rows: RawRow[] = [];
  const faults: RowFault[] = [];
  let columns: readonly string[] = [];
  try {
    for await (const batch of readRows(inChunks(bytes, size), name)) {
      columns = batch.columns;
      rows.push(...batch.rows);
      faults.push(...batch.faults);
    }
  } catch (error) {
    if (!isSourceFault(error)) throw error;
    return { columns, rows, faults, refused: { reason: error.reason, line: error.line, message: error.message } };
  }
  return { columns, rows, faults, refused: null };
}

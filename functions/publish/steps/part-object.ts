import { deserialize, serialize } from 'node:v8';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { RowBatch } from '../reading/raw-row.ts';
import { isSourceFault, type SourceFaultReason, sourceFault } from '../reading/source-fault.ts';

/** The end of a source that is spoiled. */
interface Fault {
  readonly reason: SourceFaultReason;
  readonly line: number | null;
  readonly message: string;
}

type Frame = { readonly batch: RowBatch } | { readonly fault: Fault };

/** A part of a source being filled: batches of raw rows, each with its line and under its header. */
export interface PartWriter {
  add(batch: RowBatch): void;
  /** Ends the part as the source ended. */
  fail(error: unknown): void;
  /** Uncompressed. */
  readonly size: number;
  bytes(): Uint8Array;
}

const fast = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const lengthBytes = 4;

/**
 * Makes a part. Cells are written as they are in memory, not as JSON, which has no word for a property that is absent,
 * nor for a number that is too large.
 */
export function createPart(): PartWriter {
  const frames: Uint8Array[] = [];
  let size = 0;
  const put = (frame: Frame): void => {
    const plain = serialize(frame);
    size += plain.length;
    const packed = zstdCompressSync(plain, fast);
    const length = Buffer.alloc(lengthBytes);
    length.writeUInt32LE(packed.length);
    frames.push(length, packed);
  };
  return {
    add: (batch) => put({ batch }),
    fail(error) {
      if (!isSourceFault(error)) throw error;
      const { reason, line, message } = error;
      put({ fault: { reason, line, message } });
    },
    get size() {
      return size;
    },
    bytes: () => Buffer.concat(frames),
  };
}

/** The batches of a part, and at their end the fault that spoils the source, thrown as whoever read the source threw it. */
export async function* readPart(bytes: Uint8Array): AsyncGenerator<RowBatch> {
  const part = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < part.length; ) {
    const start = at + lengthBytes;
    const end = start + part.readUInt32LE(at);
    const frame = deserialize(zstdDecompressSync(part.subarray(start, end))) as Frame;
    if ('fault' in frame) throw sourceFault(frame.fault.reason, frame.fault.line, frame.fault.message);
    yield frame.batch;
    at = end;
  }
}

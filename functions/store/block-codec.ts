import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { NamedBlock } from '../../schema/ports.ts';
import { zstdExpander } from './zstd-expander.ts';

/** No block is larger than this uncompressed; what would expand beyond it is damaged or hostile. */
export const maximumBlockBytes = 2 * 2 ** 20;

/** Of an answer in one piece zlib makes a second one unless there is a byte to spare; pieces are at least so large. */
const leastPieceBytes = 64;

/** Blocks are hardly ever larger. */
const expand = zstdExpander(64 * 1024);

const compression = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/**
 * The stored form of a block: zstd, level 3. At once: zlib's other threads take no time off this one, which hands them a block as
 * long as it would take to compress it, and several times the processor. Throws when the block is larger than any reader accepts.
 */
export function packBlock(block: NamedBlock): Uint8Array {
  assertSize(block);
  return zstdCompressSync(block.bytes, compression);
}

function assertSize({ name, bytes }: NamedBlock): void {
  if (bytes.length <= maximumBlockBytes) return;
  throw new Error(`Cannot write block "${name}": size must be at most ${maximumBlockBytes} bytes, is ${bytes.length}`);
}

/** The bytes of a stored block. Throws, naming the block, when they are damaged or expand beyond the bound. */
export function unpackBlock(name: string, stored: Uint8Array): Uint8Array {
  try {
    const size = statedSize(stored);
    const expanded = expand(stored, size);
    if (expanded !== null) return expanded;
    const chunkSize = Math.max(leastPieceBytes, Math.min(size, maximumBlockBytes) + 1);
    return alone(zstdDecompressSync(stored, { maxOutputLength: maximumBlockBytes, chunkSize }));
  } catch (cause) {
    const wanted = `at most ${maximumBlockBytes} bytes of zstd`;
    const error = new Error(`Cannot read block "${name}": stored bytes must expand to ${wanted}`, { cause });
    throw Object.assign(error, { name: damaged });
  }
}

const damaged = 'DamagedBlockError';

/** True for what `unpackBlock` throws. */
export function isDamagedBlock(error: unknown): boolean {
  return error instanceof Error && error.name === damaged;
}

/** Most frames of another making, which state no size, expand within one piece of this. */
const usualBytes = 32 * 1024;

/**
 * Size of the expanded frame as its header states it (RFC 8878, 3.1.1.1); only a hint for the size of a piece, and believed no further:
 * with pieces of the right size expanding takes half the time.
 */
function statedSize(frame: Uint8Array): number {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const descriptor = frame[4] ?? 0;
  const isSingle = (descriptor & 0x20) !== 0;
  const start = 5 + (isSingle ? 0 : 1) + ([0, 1, 2, 4][descriptor & 3] ?? 0);
  const form = descriptor >> 6;
  if (frame.length < start + 8 || (form === 0 && !isSingle)) return usualBytes;
  if (form === 0) return view.getUint8(start);
  return form === 1 ? view.getUint16(start, true) + 256 : view.getUint32(start, true);
}

/** Not a window on a much larger piece, which a cache would hold without counting it. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.length + leastPieceBytes < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes;
}

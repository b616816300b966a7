import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { NamedBlock } from '../../schema/ports.ts';

/** No block is larger than this uncompressed; what would expand beyond it is damaged or hostile. */
export const maximumBlockBytes = 2 * 2 ** 20;

/** Most blocks expand within one piece of output, which is faster than several. */
const pieceBytes = 32 * 1024;

const compression = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

/** The stored form of a block: zstd, level 3. Throws when the block is larger than any reader accepts. */
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
    const expanded = zstdDecompressSync(stored, { maxOutputLength: maximumBlockBytes, chunkSize: pieceBytes });
    return alone(expanded);
  } catch (cause) {
    const wanted = `at most ${maximumBlockBytes} bytes of zstd`;
    throw new Error(`Cannot read block "${name}": stored bytes must expand to ${wanted}`, { cause });
  }
}

/** Not a window on a larger piece, which a cache would hold without counting it. */
function alone(bytes: Uint8Array): Uint8Array {
  return bytes.length < bytes.buffer.byteLength ? new Uint8Array(bytes) : bytes;
}

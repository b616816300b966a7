import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { sourceFault } from './source-fault.ts';

const CHUNK = 256 * 1024;

/**
 * The content of a gzip stream of one or more members, streamed.
 * Throws `SourceFault`: TRUNCATED when it ends inside a member, BAD_GZIP when it is damaged or followed by other bytes.
 */
export async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let received = 0;
  const counted = async function* (): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      received += chunk.length;
      yield chunk;
    }
  };
  const content = createGunzip({ chunkSize: CHUNK });
  // The callback has nothing to do: an error, the source's too, destroys `content`, whose iteration then throws it.
  pipeline(Readable.from(counted()), content, () => {});
  try {
    for await (const chunk of content) yield chunk;
  } catch (error) {
    throw gzipFault(error);
  }
  // Node refuses other bytes after a member by itself, but stops in silence at a zero, whatever follows it.
  if (content.bytesWritten !== received) {
    throw sourceFault('BAD_GZIP', null, 'Cannot decompress source: nothing may follow the gzip stream, other bytes do');
  }
}

function gzipFault(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  if (code === 'Z_BUF_ERROR') {
    return sourceFault('TRUNCATED', null, 'Cannot decompress source: gzip stream must be whole, ends inside');
  }
  if (code === 'Z_DATA_ERROR') {
    return sourceFault('BAD_GZIP', null, 'Cannot decompress source: gzip stream must be intact, is damaged');
  }
  return error;
}

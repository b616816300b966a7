import { createHash } from 'node:crypto';

/** Bytes that are hashed as they are read. */
export interface HashedBytes {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** SHA-256 (hex) of all bytes; null until the last one was read. */
  digest(): string | null;
}

/** The same bytes, and their hash once they have passed. */
export function hashedBytes(bytes: AsyncIterable<Uint8Array>): HashedBytes {
  const hash = createHash('sha256');
  let digest: string | null = null;
  const passing = async function* () {
    for await (const chunk of bytes) {
      hash.update(chunk);
      yield chunk;
    }
    digest = hash.digest('hex');
  };
  return { bytes: passing(), digest: () => digest };
}

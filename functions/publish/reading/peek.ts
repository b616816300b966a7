/** The first bytes of a stream, and the whole stream again. Disposing of it closes the stream, read or not. */
export interface Peeked extends AsyncDisposable {
  readonly head: Buffer;
  readonly whole: AsyncIterable<Uint8Array>;
}

/** Looks at the first `size` bytes of a stream (all of it when it is shorter), whatever its chunks are. */
export async function peek(source: AsyncIterable<Uint8Array>, size: number): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let length = 0;
  while (length < size) {
    const next = await iterator.next();
    if (next.done) break;
    chunks.push(next.value);
    length += next.value.length;
  }
  const seen = Buffer.concat(chunks);
  return {
    head: seen.subarray(0, size),
    whole: resume(seen, iterator),
    async [Symbol.asyncDispose]() {
      await iterator.return?.();
    },
  };
}

async function* resume(seen: Buffer, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (seen.length > 0) yield seen;
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value;
}

/** The stream without its first `count` bytes. */
export async function* skipBytes(source: AsyncIterable<Uint8Array>, count: number): AsyncGenerator<Uint8Array> {
  let left = count;
  for await (const chunk of source) {
    yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}

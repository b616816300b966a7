import { constants, createZstdDecompress } from 'node:zlib';

/** Expands a frame of zstd that states its size; null where it cannot, and why is for `zstdDecompressSync` to tell. */
export type Expand = (frame: Uint8Array, size: number) => Uint8Array | null;

/** What Node's zlib keeps for compatibility of the object that its own calls at once are made of. */
interface Engine {
  _handle: { close: () => void } | null;
  _processChunk(frame: Uint8Array, flush: number): Uint8Array;
  on(event: 'error', listener: () => void): unknown;
  removeAllListeners(event: 'error'): unknown;
}

type CreateEngine = (options: { readonly chunkSize: number }) => Engine;

/**
 * An expander that keeps one context of zstd for all frames of at most `mostBytes`. `zstdDecompressSync` makes one a call and frees it, which
 * takes longer than to expand a block does (52 -> 23 µs). As npm's own minizlib does, it calls what a stream of Node is made of, and
 * keeps that from closing the context. Whatever is not as expected ends the context, and is left to the call that is documented.
 */
export function zstdExpander(
  mostBytes: number,
  create: CreateEngine = createZstdDecompress as unknown as CreateEngine,
): Expand {
  let kept: Expand | null = null;
  let isPossible = true;
  return (frame, size) => {
    if (!isPossible || size > mostBytes) return null;
    // A byte to spare: what fills its piece is asked for more.
    kept ??= keptContext(create({ chunkSize: mostBytes + 1 }));
    isPossible = kept !== null;
    const expanded = kept?.(frame, size) ?? null;
    if (expanded === null) kept = null;
    return expanded;
  };
}

/** Null where a stream of this Node is made of other parts. */
function keptContext(engine: Engine): Expand | null {
  const handle = engine._handle;
  if (typeof handle?.close !== 'function' || typeof engine._processChunk !== 'function') return null;
  const { close } = handle;
  handle.close = () => {};
  return (frame, size) => {
    let expanded: Uint8Array | null = null;
    try {
      expanded = engine._processChunk(frame, constants.ZSTD_e_end);
    } catch {
      // Told once more, later, to who listens; or to the whole process, if nobody does.
    }
    engine.removeAllListeners('error');
    // A copy, as the next frame is expanded into the same piece.
    if (expanded?.length === size) {
      engine._handle = handle;
      return new Uint8Array(expanded);
    }
    engine.on('error', () => {});
    handle.close = close;
    handle.close();
    return null;
  };
}

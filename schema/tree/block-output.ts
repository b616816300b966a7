import type { BlockSink } from './block.ts';

/** Hands blocks to a sink and remembers what to wait for, so that making a block stays synchronous. */
export class BlockOutput {
  readonly #sink: BlockSink;
  #waiting: Promise<unknown> | undefined;

  constructor(sink: BlockSink) {
    this.#sink = sink;
  }

  put(name: string, bytes: Uint8Array): void {
    const done = this.#sink(name, bytes);
    if (done === undefined) return;
    this.#waiting = this.#waiting === undefined ? done : Promise.all([this.#waiting, done]);
    // A failure is thrown where it is awaited; what fails before that must not end the process on its behalf.
    this.#waiting.catch(() => undefined);
  }

  /** What must be awaited before more is written, or undefined. */
  takeWaiting(): Promise<unknown> | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}

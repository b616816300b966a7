/** A bounded queue between one producer and one consumer: `send` waits while the consumer is behind. */
export interface Channel<Item> {
  send(items: readonly Item[]): Promise<void>;
  /** No more items; with a cause, the consumer's iteration throws it. */
  close(cause?: unknown): void;
  readonly items: AsyncIterable<Item>;
}

const mostWaiting = 8;

/** Makes a channel that holds at most a few batches. */
export function channel<Item>(): Channel<Item> {
  const waiting: (readonly Item[])[] = [];
  let closed: { readonly cause: unknown } | null = null;
  let wakeConsumer: (() => void) | null = null;
  let wakeProducer: (() => void) | null = null;

  async function* drain(): AsyncGenerator<Item> {
    for (;;) {
      const batch = waiting.shift();
      wakeProducer?.();
      if (batch !== undefined) yield* batch;
      else if (closed === null) await new Promise<void>((resolve) => (wakeConsumer = resolve));
      else if (closed.cause === undefined) return;
      else throw closed.cause;
    }
  }

  return {
    async send(items) {
      if (items.length === 0) return;
      while (waiting.length >= mostWaiting && closed === null) {
        await new Promise<void>((resolve) => (wakeProducer = resolve));
      }
      waiting.push(items);
      wakeConsumer?.();
    },
    close(cause) {
      closed ??= { cause };
      wakeConsumer?.();
      wakeProducer?.();
    },
    items: drain(),
  };
}

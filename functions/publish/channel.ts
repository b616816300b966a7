/** A bounded queue between one producer and one consumer: `send` waits while the consumer is behind, and throws once closed. */
export interface Channel<Item> {
  send(items: readonly Item[]): Promise<void>;
  /** No more items; with a cause, the consumer's iteration throws it. */
  close(cause?: unknown): void;
  readonly batches: AsyncIterable<readonly Item[]>;
}

const mostWaiting = 8;

/** Makes a channel that holds at most a few batches. */
export function channel<Item>(): Channel<Item> {
  const waiting: (readonly Item[])[] = [];
  let closed: { readonly cause: unknown } | null = null;
  let consumer = Promise.withResolvers<void>();
  let producer = Promise.withResolvers<void>();

  async function* drain(): AsyncGenerator<readonly Item[]> {
    for (;;) {
      const batch = waiting.shift();
      producer.resolve();
      if (batch !== undefined) yield batch;
      else if (closed !== null && closed.cause !== undefined) throw closed.cause;
      else if (closed !== null) return;
      else {
        consumer = Promise.withResolvers();
        await consumer.promise;
      }
    }
  }

  return {
    async send(items) {
      if (items.length === 0) return;
      while (waiting.length >= mostWaiting && closed === null) {
        producer = Promise.withResolvers();
        await producer.promise;
      }
      if (closed !== null) throw closed.cause ?? new Error('Cannot send: the channel is closed');
      waiting.push(items);
      consumer.resolve();
    },
    close(cause) {
      closed ??= { cause };
      consumer.resolve();
      producer.resolve();
    },
    batches: drain(),
  };
}

const largestBatch = 64;

/**
 * Opens items in order, several in one round trip, and the next ones while the last are used. Batches grow from `size`
 * on, so that who stops early has read little.
 */
export async function* readAhead<Item, Opened>(
  items: Iterable<Item> | AsyncIterable<Item>,
  open: (batch: readonly Item[]) => Promise<readonly Opened[]>,
  size = 4,
): AsyncGenerator<Opened, void, undefined> {
  const batches = growingBatches(items, size);
  const readNext = async (): Promise<readonly Opened[] | null> => {
    const batch = await batches.next();
    return batch.done ? null : open(batch.value);
  };
  for (let reading = readNext(); ; ) {
    const opened = await reading;
    if (opened === null) return;
    reading = readNext();
    // A failure is thrown where it is awaited; who stops before that must not be told.
    reading.catch(() => undefined);
    yield* opened;
  }
}

async function* growingBatches<Item>(
  items: Iterable<Item> | AsyncIterable<Item>,
  first: number,
): AsyncGenerator<readonly Item[], void, undefined> {
  let size = first;
  let batch: Item[] = [];
  for await (const item of items) {
    if (batch.push(item) < size) continue;
    yield batch;
    batch = [];
    size = Math.min(size * 2, largestBatch);
  }
  if (batch.length > 0) yield batch;
}

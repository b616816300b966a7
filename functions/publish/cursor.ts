/** Walks items that come in batches, one at a time. */
export interface Cursor<Item> {
  /** The item at hand; undefined at the end. */
  readonly head: Item | undefined;
  /** Goes to the next item. A promise only where it is not at hand: awaiting costs more than the step. */
  advance(): Promise<void> | undefined;
}

/** A cursor that stands at the first item. */
export async function cursorOver<Item>(source: AsyncIterable<readonly Item[]>): Promise<Cursor<Item>> {
  const batches = source[Symbol.asyncIterator]();
  let batch: readonly Item[] = [];
  let at = 0;
  const turn = async (): Promise<void> => {
    for (let next = await batches.next(); next.done !== true; next = await batches.next()) {
      batch = next.value;
      at = 0;
      if (batch.length > 0) return;
    }
    batch = [];
  };
  await turn();
  return {
    get head() {
      return batch[at];
    },
    advance() {
      at += 1;
      return at < batch.length ? undefined : turn();
    },
  };
}

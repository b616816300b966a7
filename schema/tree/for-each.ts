/** Visits items in order until a visit answers false; awaits only answers that are there, so a sync source costs no turn of the loop. */
export async function forEach<T>(items: Iterable<T> | AsyncIterable<T>, visit: (item: T) => unknown): Promise<void> {
  if (Symbol.asyncIterator in items) {
    for await (const item of items) {
      const answer = visit(item);
      if (answer !== undefined && (await answer) === false) return;
    }
    return;
  }
  for (const item of items) {
    const answer = visit(item);
    if (answer !== undefined && (await answer) === false) return;
  }
}

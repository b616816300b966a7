/** Cuts a stream into arrays of `size` items, the last one shorter, none empty. */
export async function* windows<T>(
  items: Iterable<T> | AsyncIterable<T>,
  size: number,
): AsyncGenerator<readonly T[], void, undefined> {
  let window: T[] = [];
  if (Symbol.asyncIterator in items) {
    for await (const item of items) {
      if (window.push(item) < size) continue;
      yield window;
      window = [];
    }
  } else {
    for (const item of items) {
      if (window.push(item) < size) continue;
      yield window;
      window = [];
    }
  }
  if (window.length > 0) yield window;
}

/** What several streams yield, as it comes; each is asked for its next item while the others' are used. */
export async function* sideBySide<Item>(
  streams: readonly AsyncGenerator<Item, void, undefined>[],
): AsyncGenerator<Item, void, undefined> {
  const next = (stream: (typeof streams)[number]) => stream.next().then((result) => ({ stream, result }));
  const asked = new Map(streams.map((stream) => [stream, next(stream)]));
  while (asked.size > 0) {
    const { stream, result } = await Promise.race(asked.values());
    if (result.done === true) {
      asked.delete(stream);
      continue;
    }
    asked.set(stream, next(stream));
    yield result.value;
  }
}

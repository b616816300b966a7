/** What `make` makes, made when it is first asked for. For what few processes need, and takes time to make. */
export function lazily<Value extends object>(make: () => Value): () => Value {
  let made: Value | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

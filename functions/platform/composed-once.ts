/**
 * What `compose` makes, once for a process and at once, as Lambda gives a starting process more time and power. Where that fails (keys
 * cannot be read) whoever asks is told, and the next one who asks begins anew.
 */
export function composedOnce<Whole>(compose: () => Promise<Whole>): () => Promise<Whole> {
  let composed: Promise<Whole> | null = null;
  const begin = () => {
    const made = compose();
    made.catch(() => {
      if (composed === made) composed = null;
    });
    composed = made;
    return made;
  };
  begin();
  return () => composed ?? begin();
}

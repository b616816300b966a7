import type { Subtree } from './block.ts';
import { isBefore } from './key-range.ts';

/** One of the things that two trees are compared by: equal identities are equal contents. */
export interface Item<T> {
  readonly key: string;
  readonly identity: string;
  readonly open: () => T;
}

/** What two trees have at one key, where that differs. */
export interface Pair<T> {
  readonly key: string;
  readonly before: T | null;
  readonly after: T | null;
}

/** Items of both trees, each side in key order. */
export interface Sides<T> {
  readonly before: readonly Item<T>[];
  readonly after: readonly Item<T>[];
}

/**
 * Opens differing subtrees window by window and pairs up what lies in them, dropping what is equal. What is at hand below
 * the first key of the next window is complete; the rest waits. `seed` is what begins at this level itself.
 */
export async function* pairUp<T>(
  windows: AsyncIterable<readonly Pair<Subtree>[]>,
  seed: Sides<T>,
  open: (window: readonly Pair<Subtree>[]) => Promise<Sides<T>>,
): AsyncGenerator<readonly Pair<T>[], void, undefined> {
  let { before, after } = seed;
  for await (const window of windows) {
    const end = window[0]?.key ?? null;
    yield differing(below(before, end), below(after, end));
    const opened = await open(window);
    before = [...before.filter((item) => !isBefore(item.key, end)), ...opened.before];
    after = [...after.filter((item) => !isBefore(item.key, end)), ...opened.after];
  }
  yield differing(before, after);
}

function below<T>(items: readonly Item<T>[], end: string | null): readonly Item<T>[] {
  return items.filter((item) => isBefore(item.key, end));
}

/** A merge join by key. */
function differing<T>(before: readonly Item<T>[], after: readonly Item<T>[]): readonly Pair<T>[] {
  const pairs: Pair<T>[] = [];
  for (let old = 0, fresh = 0; old < before.length || fresh < after.length; ) {
    const one = before[old];
    const other = after[fresh];
    const key = other === undefined || (one !== undefined && one.key <= other.key) ? one?.key : other.key;
    const was = one?.key === key ? one : undefined;
    const is = other?.key === key ? other : undefined;
    if (was !== undefined) old++;
    if (is !== undefined) fresh++;
    if (key === undefined || was?.identity === is?.identity) continue;
    pairs.push({ key, before: was?.open() ?? null, after: is?.open() ?? null });
  }
  return pairs;
}

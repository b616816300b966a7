import { type AnyReleased, origin } from '../privacy/release.ts';

/** The row that fields of `path` lead to, one after the other; null where one of them is empty or leads nowhere. */
export function follow(row: AnyReleased, path: readonly string[]): AnyReleased | null {
  let current = row;
  for (const field of path) {
    const ahead = current[origin].related.get(field);
    if (ahead === undefined) throw new Error(`Cannot follow "${field}": its rows were not read ahead`);
    const next = ahead.get(codeIn(current, field) ?? '');
    if (next === undefined) return null;
    current = next;
  }
  return current;
}

/** The code that a field of a row holds, or null. */
export function codeIn(row: AnyReleased, field: string): string | null {
  const code = (row as unknown as Record<string, unknown>)[field];
  return typeof code === 'string' ? code : null;
}

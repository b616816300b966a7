/** One page of a list, as its connection shows it. */
export interface Page<T> {
  readonly nodes: readonly T[];
  /** The place behind each node. */
  readonly positions: readonly string[];
  /** The place where reading stopped; null when the list ends with this page. */
  readonly next: string | null;
  readonly hasPreviousPage: boolean;
  /** Makes the cursor of a place. */
  readonly seal: (position: string) => string;
  /** Counts the whole list; null where no order of the register can tell. */
  readonly count: () => Promise<number | null> | number | null;
}

/** A list without anything in it. */
export const emptyPage: Page<never> = {
  nodes: [],
  positions: [],
  next: null,
  hasPreviousPage: false,
  seal: (position) => position,
  count: () => 0,
};

/** Cursor behind the last thing read; null for an empty list. */
export function endCursor(page: Page<unknown>): string | null {
  const position = page.next ?? page.positions.at(-1);
  return position === undefined ? null : page.seal(position);
}

import { visibleError } from '../errors.ts';

/** Arguments of a paged field. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
}

const defaultFirst = 20;
const mostRows = 1000;

/** Rows of a page: `first` as the caller gave it, 20 without it. Refuses what is not 1 to 1,000. */
export function pageSize(first: number | null | undefined): number {
  const size = first ?? defaultFirst;
  if (size >= 1 && size <= mostRows) return size;
  throw visibleError('BAD_ARGUMENT', `Cannot read page of ${size} rows: must be 1 to ${mostRows}`, 'first');
}

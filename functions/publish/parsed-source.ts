import type { Finding } from '../../schema/publication/finding.ts';
import type { Replacement } from '../../schema/publication/lineage.ts';

/** What one pass over a source, or a part of it, found out before any of it is merged. */
export interface ParsedSource {
  readonly rows: number;
  readonly rejected: number;
  /** Codes of rows that were rejected: what stands under them stays. */
  readonly rejectedCodes: ReadonlySet<string>;
  /** True when some row's code could not be read: then nothing is inferred from what is absent. */
  readonly unreadable: boolean;
  readonly replacements: readonly Replacement[];
  readonly sealed: ReadonlyMap<string, number>;
  /** The fault for which the whole source is refused, or null. */
  readonly refused: Finding | null;
}

/**
 * The source that `parts`, in order, make. What follows a part for which the source is refused is as if it had never been
 * read; a source without rows is refused.
 */
export function wholeSource(parts: readonly ParsedSource[]): ParsedSource {
  const end = parts.findIndex(({ refused }) => refused !== null);
  const read = end < 0 ? parts : parts.slice(0, end + 1);
  const sealed = new Map<string, number>();
  for (const part of read)
    for (const [column, cells] of part.sealed) sealed.set(column, (sealed.get(column) ?? 0) + cells);
  const rows = sum(read.map((part) => part.rows));
  return {
    rows,
    rejected: sum(read.map((part) => part.rejected)),
    rejectedCodes: new Set(read.flatMap((part) => [...part.rejectedCodes])),
    unreadable: read.some((part) => part.unreadable),
    replacements: read.flatMap((part) => part.replacements),
    sealed,
    refused: read.at(-1)?.refused ?? (rows > 0 ? null : emptiness),
  };
}

const emptiness: Finding = {
  level: 'error',
  reason: 'EMPTY',
  message: 'Cannot publish the file: it must have rows, has none',
};

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

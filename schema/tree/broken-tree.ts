import type { BlockReference } from './block.ts';

/** MISSING: not in the store. ALTERED: its bytes are not those of its name. MISPLACED: sound, but not what its parent says. MALFORMED: no block at all. */
export type BreakKind = 'MISSING' | 'ALTERED' | 'MISPLACED' | 'MALFORMED';

/** A block that cannot be answered from. A fault of the store, never of the caller. */
export interface BrokenTreeError extends Error {
  readonly name: 'BrokenTreeError';
  readonly kind: BreakKind;
  readonly block: string;
  /** Name of the block that lists it; null for a root. */
  readonly parent: string | null;
}

/** Makes the error; `state` says what is wrong and what was wanted. */
export function brokenTree(
  kind: BreakKind,
  reference: BlockReference,
  state: string,
  cause?: unknown,
): BrokenTreeError {
  const parent = reference.parent ?? null;
  const place = parent === null ? 'the root of its tree' : `listed by block "${parent}"`;
  const error = new Error(`Cannot read block "${reference.hash}" of level ${reference.level}, ${place}: ${state}`, {
    cause,
  });
  return Object.assign(error, { name: 'BrokenTreeError' as const, kind, block: reference.hash, parent });
}

/** True for errors made by `brokenTree`. */
export function isBrokenTree(error: unknown): error is BrokenTreeError {
  return error instanceof Error && error.name === 'BrokenTreeError';
}

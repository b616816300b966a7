import { sameHash } from './merkle-hash.ts';

/** Hashes of consecutive leaves from two sources that should say the same, the first of them that of leaf `start`. */
export interface Disagreement {
  readonly start: number;
  readonly right: readonly Uint8Array[];
  readonly wrong: readonly Uint8Array[];
}

/** Says what was done to the wrong list to make it differ from the right one: a sentence about the first leaf concerned. */
export function describeDifference({ start, right, wrong }: Disagreement): string {
  const first = firstDifference(right, wrong);
  const index = start + first;
  const rest = { right: right.slice(first), wrong: wrong.slice(first) };
  if (rest.wrong.length === 0) return `leaf ${index} and all behind it are missing`;
  if (rest.right.length === 0) return `an extra leaf stands at ${index}`;
  if (startsAlike(rest.right.slice(1), rest.wrong)) return `leaf ${index} was dropped`;
  if (startsAlike(rest.right, rest.wrong.slice(1))) return `an extra leaf was inserted at ${index}`;
  const other = rest.wrong.findIndex((hash, place) => place > 0 && same(hash, rest.right[0]));
  if (other > 0 && same(rest.wrong[0], rest.right[other])) return `leaves ${index} and ${index + other} were swapped`;
  return `leaf ${index} was changed`;
}

/** Where two lists differ first; the shorter's length when one is the beginning of the other. */
export function firstDifference(one: readonly Uint8Array[], other: readonly Uint8Array[]): number {
  const shorter = Math.min(one.length, other.length);
  for (let place = 0; place < shorter; place += 1) if (!same(one[place], other[place])) return place;
  return shorter;
}

/** True when two lists agree as far as both go, and both go somewhere. */
function startsAlike(one: readonly Uint8Array[], other: readonly Uint8Array[]): boolean {
  const shorter = Math.min(one.length, other.length);
  return shorter > 0 && firstDifference(one, other) === shorter;
}

function same(one: Uint8Array | undefined, other: Uint8Array | undefined): boolean {
  return one !== undefined && other !== undefined && sameHash(one, other);
}

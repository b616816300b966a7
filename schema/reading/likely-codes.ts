import type { KeyRange } from '../tree/key-range.ts';
import { codeInOrder } from './as-of.ts';

/**
 * How many characters of the code of what lies in a building, grid or community are the code of that, as a rule: codes are given for
 * life, so these tell where a thing was counted first. Good for a guess, never for an answer.
 */
const likelyLength: Readonly<Record<string, number>> = { building: 19, grid: 14, community: 12 };

/** The code in `field` of the row of `code`, as a rule; null where codes tell nothing of it. */
export function likelyCode(field: string, code: string): string | null {
  const length = likelyLength[field];
  return length === undefined ? null : code.slice(0, length);
}

/** Between what codes those in `field` likely lie for rows with codes of a range. */
export function likelyRange(field: string, { lower, upper }: KeyRange): KeyRange | null {
  const length = likelyLength[field];
  if (length === undefined) return null;
  return { lower: lower?.slice(0, length), upper: upper === undefined ? upper : `${upper.slice(0, length)}~` };
}

/** Between what codes the rows likely lie that a range of a tree lists; null where its order tells nothing of codes. */
export function likelyCodes(tree: string, range: KeyRange): KeyRange | null {
  if (tree === 'rows.open') return range;
  const { lower, upper } = range;
  const length = likelyLength[tree.slice('order.'.length)];
  if (length === undefined || lower === undefined || upper === undefined) return null;
  return { lower: likelyBound(lower, length), upper: likelyBound(upper, length) };
}

/** The code that a bound of an order names, or where those begin (or end) that begin with its first part. */
function likelyBound(bound: string, length: number): string {
  const first = bound.slice(0, length);
  const { code } = codeInOrder(bound);
  if (code.startsWith(first)) return code;
  return code < first ? first : `${first}~`;
}

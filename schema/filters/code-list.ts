import { visibleError } from '../errors.ts';

/** Most codes that one filter may name. */
export const mostCodes = 1000;

/** The codes that `code` and `codeIn` ask for together; null when neither is given. */
export function codeList(filter: {
  readonly code?: string | null | undefined;
  readonly codeIn?: readonly string[] | null | undefined;
}): readonly string[] | null {
  const { code, codeIn } = filter;
  if (codeIn != null && codeIn.length > mostCodes) {
    const message = `Cannot filter by ${codeIn.length} codes: must be at most ${mostCodes}`;
    throw visibleError('BAD_ARGUMENT', message, 'filter.codeIn');
  }
  if (code == null) return codeIn ?? null;
  return codeIn == null || codeIn.includes(code) ? [code] : [];
}

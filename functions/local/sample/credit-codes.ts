import { creditCodeAlphabet, creditCodeCheck, organisationCodeCheck } from '../../../schema/codes/credit-code.ts';

/** Kinds of entities by the first two characters of their codes (GB 32100-2015), in the order of the codes. */
export const entityKinds = ['11', '12', '13', '51', '52', '53', '81', '91', '92', '93'] as const;
export type EntityKind = (typeof entityKinds)[number];

/** No authority has this region: GB/T 2260 does not assign 999999. */
const region = '999999';
const serialDigits = 6;

/**
 * A unified social credit code that nobody bears, with both check characters right: of a region that is not assigned, its
 * organisation part `MA` and a serial number (below 31^6). Codes of one kind rise with their numbers.
 */
export function syntheticCreditCode(kind: EntityKind, serial: number): string {
  let digits = '';
  for (let rest = serial; digits.length < serialDigits; rest = Math.floor(rest / 31))
    digits = creditCodeAlphabet.charAt(rest % 31) + digits;
  const first = `${kind}${region}MA${digits}`;
  const organisation = first + organisationCodeCheck(first.slice(8));
  return organisation + creditCodeCheck(organisation);
}

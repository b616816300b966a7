/**
 * Unified social credit code (USCC) of an organisation: 18 characters (GB 32100-2015).
 *
 *     9 1 440300 192203821 6     authority 1, category 1, region 6, organisation code 9, check character 1
 *
 * Alphabet: digits and upper-case letters without I, O, S, V and Z (31 signs, §4); the region is all digits. The check
 * character of the whole decides (§5.2: weights 3^(i-1) modulo 31). The organisation code inside ends with a check
 * character of its own (GB 11714: weights 3 7 9 10 5 8 4 2, modulo 11); some real codes fail it, so it only warns.
 *
 * A text that is a resident ID as well (3 % of those pass as a USCC) is taken for the ID and refused.
 */
import type { Branded } from './branded.ts';
import { characterFault } from './fixed-form.ts';
import { type Fault, type Parsed, refuse } from './parsed.ts';
import { isResidentId } from './resident-id.ts';
import { segmentedCode } from './segmented-code.ts';

/** The unified social credit code of an organisation. */
export type CreditCode = Branded<'CreditCode'>;

/** The 31 signs in the order of their values. */
export const creditCodeAlphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

const segments = { authority: 'A', category: 'A', region: '000000', organisation: 'AAAAAAAAA', check: 'A' } as const;
/** The segments by name; joined in this order they are the code. */
export type CreditCodeParts = Readonly<Record<keyof typeof segments, string>>;

const form = segmentedCode(segments);
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const organisationWeights = [3, 7, 9, 10, 5, 8, 4, 2];
const values = new Map([...creditCodeAlphabet].map((sign, value) => [sign, value]));

/** Takes 18 signs of the alphabet with the right check character, and nothing else; no resident ID. */
export function parseCreditCode(text: string): Parsed<CreditCode> {
  return fault(text) ?? { ok: true, value: text as CreditCode };
}

function fault(text: string): Fault | null {
  const malformed = form.fault(text) ?? foreignLetter(text);
  if (malformed !== null) return malformed;
  if (isResidentId(text)) return refuse('must be the code of an organisation, is a resident ID number', 0);
  const check = creditCodeCheck(text);
  return text.charAt(17) === check ? null : characterFault(text, 17, `the check character ${JSON.stringify(check)}`);
}

function foreignLetter(text: string): Fault | null {
  const at = text.search(/[IOSVZ]/);
  return at === -1 ? null : characterFault(text, at, 'a digit or an upper-case letter other than I, O, S, V, Z');
}

/** The check character that belongs to the first 17 signs of `text`, all of them of the alphabet. */
export function creditCodeCheck(text: string): string {
  const sum = weights.reduce((total, weight, at) => total + weight * (values.get(text.charAt(at)) ?? 0), 0);
  return creditCodeAlphabet.charAt((31 - (sum % 31)) % 31);
}

/** The check character that belongs to the first 8 signs of an organisation code (GB 11714): 0 to 9 or X. */
export function organisationCodeCheck(text: string): string {
  const sum = organisationWeights.reduce((total, weight, at) => total + weight * organisationValue(text, at), 0);
  const check = 11 - (sum % 11);
  if (check === 10) return 'X';
  return check === 11 ? '0' : String(check);
}

/** Digits count as they are, letters from A = 10 to Z = 35. */
function organisationValue(text: string, at: number): number {
  return Number.parseInt(text.charAt(at), 36);
}

/** What is odd about a code that is taken nevertheless: its organisation part fails its own check; else null. */
export function creditCodeWarning(code: CreditCode): string | null {
  const { organisation } = creditCodeParts(code);
  const check = organisationCodeCheck(organisation);
  if (organisation.charAt(8) === check) return null;
  return `character 17 should be "${check}" by the check of the organisation code, is "${organisation.charAt(8)}"`;
}

/** `9 1 440300 192203821 6`, for people to read. */
export function formatCreditCode(code: CreditCode): string {
  return form.format(code);
}

/** The code cut into its segments. */
export function creditCodeParts(code: CreditCode): CreditCodeParts {
  return form.parts(code);
}

/** True for an individual business (92…): a natural person under a trade name, with the rights of one. */
export function isSoleTrader(code: string): boolean {
  return code.startsWith('92');
}

/** True for public bodies (authority 1: organs, institutions and mass organisations of the state). */
export function isPublicBody(code: string): boolean {
  return code.startsWith('1');
}

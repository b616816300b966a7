import fc from 'fast-check';
import { digits } from './generated-codes.ts';

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Valid credit codes of every authority; the organisation part ends with its own check character. */
export const creditCodes = fc
  .tuple(
    fc.constantFrom(...'123456789ANY'),
    fc.constantFrom(...'1239'),
    digits(6),
    fc.string({ unit: fc.constantFrom(...alphabet), minLength: 8, maxLength: 8 }),
  )
  .map(([authority, category, region, organisation]) => {
    const body = organisation + organisationCheck(organisation);
    return withCreditCheck(authority + category + region + body);
  });

/** `first` 17 signs with their check character; said in another way than the code under test says it (Horner). */
export function withCreditCheck(first: string): string {
  let rest = 0;
  for (const sign of [...first].reverse()) rest = (rest * 3 + alphabet.indexOf(sign)) % 31;
  return first + alphabet.charAt((31 - rest) % 31);
}

function organisationCheck(eight: string): string {
  const weighted = [3, 7, 9, 10, 5, 8, 4, 2].map((weight, at) => weight * Number.parseInt(eight.charAt(at), 36));
  const rest = weighted.reduce((sum, part) => sum + part, 0) % 11;
  return '0X987654321'.charAt(rest);
}

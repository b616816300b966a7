import fc from 'fast-check';
import { digits } from './generated-codes.ts';

/** Invented resident IDs with a real date of birth and the right check character. */
export const residentIds = fc
  .tuple(
    digits(6),
    fc.date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }),
    digits(3),
  )
  .map(([place, birth, sequence]) =>
    withCheck(place + birth.toISOString().slice(0, 10).replaceAll('-', '') + sequence),
  );

/** Invented mobile numbers. */
export const mobileNumbers = fc
  .tuple(fc.constantFrom(...'3456789'), digits(9))
  .map(([second, rest]) => `1${second}${rest}`);

// Said in another way than the code under test says it: ISO 7064 MOD 11-2, digit by digit.
function withCheck(seventeen: string): string {
  const rest = [...seventeen].reduce((product, digit) => ((product + Number(digit)) * 2) % 11, 0);
  const check = (12 - rest) % 11;
  return seventeen + (check === 10 ? 'X' : String(check));
}

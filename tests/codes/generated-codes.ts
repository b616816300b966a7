import fc from 'fast-check';

const upperCase = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Exactly `length` ASCII digits. */
export function digits(length: number): fc.Arbitrary<string> {
  return fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
}

/** A number from 1 to `most`, written with `length` digits. */
function numbered(most: number, length: number): fc.Arbitrary<string> {
  return fc.integer({ min: 1, max: most }).map((number) => String(number).padStart(length, '0'));
}

function joined(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(''));
}

/** Well-formed division codes of all levels. */
export const divisionCodes = fc.oneof(joined(digits(4), fc.constant('00')), ...[6, 9, 12].map(digits));

/** Well-formed building codes, half of them with a letter. */
export const buildingCodes = joined(digits(14), fc.oneof(digits(5), joined(fc.constantFrom(...upperCase), digits(4))));

/** Well-formed house codes, half of them with a letter. */
export const houseCodes = joined(buildingCodes, digits(6));

/** House codes as Futian numbers them: few streets, communities and grids, buildings and rooms counted from 1. */
export const futianHouseCodes = joined(
  fc.constant('440304'),
  numbered(8, 3),
  numbered(20, 3),
  numbered(30, 2),
  fc.oneof(
    { weight: 9, arbitrary: numbered(150, 5) },
    { weight: 1, arbitrary: joined(fc.constant('T'), numbered(150, 4)) },
  ),
  numbered(600, 6),
);

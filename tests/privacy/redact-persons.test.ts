import { describe, expect, test } from 'vitest';
import { mayBeResidentId } from '../../schema/codes/resident-id.ts';
import { redactPersons } from '../../schema/privacy/redact-persons.ts';
import creditCodes from '../vectors/credit-codes.json' with { type: 'json' };
import houseCodes from '../vectors/house-codes.json' with { type: 'json' };

/** Every real code that the vectors hold, whatever they say of it. */
const codes = [...new Set(JSON.stringify([creditCodes, houseCodes]).match(/\b[0-9][0-9A-Z]{5,24}\b/g))];

describe('redactPersons()', () => {
  test.each([
    ['an ID', '11010519491231002X'],
    ['a wrong check character', '110105194912310021'],
    ['as JSON rounds it', '110105194912310020'],
    ['a digit too few behind the date', '11010519491231012'],
    ['a digit too few behind the date, with its check character', '1101051949123102X'],
    ['a digit too few before the date', '11015194912310021'],
    ['in groups', '110105 19491231 0021'],
    ['in groups of a name', '110105_1949_1231_0021'],
    ['in groups that dots part', '110.105.1949.1231.002X'],
    ['in full width', '１１０１０５１９４９１２３１００２１'],
    ['with an exponent', '1.10105194912310021e17'],
    ['with an exponent, its last digit left out', '1.1010519491231002E+17'],
  ])('takes out a number of an identity card: %s', (_, number) => {
    expect(redactPersons(`got invalid value "${number}" at "f[3]"`)).toBe(
      'got invalid value "<resident ID>" at "f[3]"',
    );
    expect(redactPersons(`Cannot query field "a${number}".`)).toBe('Cannot query field "a<resident ID>".');
  });

  test.each([
    'Cannot parse house code "3101": length must be 25, is 4',
    'Cannot parse house code "44030400100101000010000": length must be 25, is 23',
    'Int cannot represent non 32-bit signed integer value: 4403040010010100001',
    'Cannot read a clock before 2026-11-24T16:12:21.000Z (1795536741000), is 2026-11-23',
    '110105184912310021 is of 1849, 110105194913310021 of month 13',
    '[113.9, 22.5], [114.000125, 22.50025]',
    'of versions 10.105.194 and 1.3, of 127.0.0.1:44030, of 1949.1231 m',
    '5f1e3c9a7b2d4f6081c3e5a7',
  ])('leaves %j as it is', (text) => {
    expect(redactPersons(text)).toBe(text);
  });

  test('leaves all codes of the vectors as they are, whole, cut, with a wrong end or with a sign too many', () => {
    expect(codes.length).toBeGreaterThan(50);
    const variants = codes.flatMap((code) => [
      ...[code, code.slice(0, -1), code.slice(1), `${code}0`],
      ...['0', '1', '7', 'X'].map((sign) => code.slice(0, -1) + sign),
    ]);
    expect(variants.filter((text) => redactPersons(`is "${text}"`) !== `is "${text}"`)).toEqual([]);
    expect(variants.filter(mayBeResidentId)).toEqual([]);
  });
});

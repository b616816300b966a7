import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findPersonData, redactPersonData } from '../../schema/privacy/person-data.ts';
import { buildingCodes, digits, futianHouseCodes, houseCodes } from '../codes/generated-codes.ts';
import { mobileNumbers, residentIds } from '../codes/generated-persons.ts';

const runs = { seed: 37964, numRuns: 10_000 };

const dashes = [...'-－‐‑‒–—―−﹣'];
const spaces = [...' \u3000\u00a0\u2009\u202f\t'];

const chinese = fc.string({
  unit: fc.constantFrom(...'福田区莲花街道景田社区北路号栋室电话联系人：，。（）ＡＢＣ张李A x+-'),
  maxLength: 12,
});

interface Hidden {
  readonly kind: 'RESIDENT_ID' | 'MOBILE_NUMBER';
  readonly number: string;
}

/** A number of a person in every form that must be found: plain or grouped, any part of it full width. */
const hiddenNumbers: fc.Arbitrary<Hidden> = fc
  .tuple(
    fc.oneof(
      residentIds.map((number) => ({ kind: 'RESIDENT_ID' as const, number, groups: [6, 8, 4] })),
      residentIds.map((number) => ({ kind: 'RESIDENT_ID' as const, number: number.toLowerCase(), groups: [6, 8, 4] })),
      mobileNumbers.map((number) => ({ kind: 'MOBILE_NUMBER' as const, number, groups: [3, 4, 4] })),
    ),
    fc.constantFrom('', ...dashes, ...spaces),
    fc.constantFrom('', ...dashes, ...spaces),
    fc.nat(),
  )
  .map(([{ kind, number, groups }, one, other, mask]) => {
    const [first = 0, second = 0] = groups;
    const grouped = one !== '' && other !== '';
    const parts = [number.slice(0, first), number.slice(first, first + second), number.slice(first + second)];
    const text = grouped ? `${parts[0]}${one}${parts[1]}${other}${parts[2]}` : number;
    return { kind, number: [...text].map((sign, at) => ((mask >> (at % 31)) & 1 ? fullWidth(sign) : sign)).join('') };
  });

describe('findPersonData()', () => {
  test('finds every number inside Chinese text, where it stands', () => {
    fc.assert(
      fc.property(chinese, hiddenNumbers, chinese, (before, { kind, number }, after) => {
        const found = findPersonData(before + number + after);
        expect(found).toEqual([{ kind, start: before.length, end: before.length + number.length }]);
      }),
      runs,
    );
  });

  test('finds several numbers, from left to right, and redaction leaves none', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(chinese, hiddenNumbers), { maxLength: 4 }), chinese, (pieces, end) => {
        const text = pieces.map(([before, { number }]) => `${before}、${number}、`).join('') + end;
        const redacted = redactPersonData(text);
        expect(findPersonData(text).map(({ kind }) => kind)).toEqual(pieces.map(([, { kind }]) => kind));
        expect(findPersonData(redacted)).toEqual([]);
        for (const [, { number }] of pieces) expect(redacted).not.toContain(number);
      }),
      { ...runs, numRuns: 2_000 },
    );
  });

  test.each([
    ['+8613812345678', '13812345678'],
    ['＋８６１３８１２３４５６７８', '１３８１２３４５６７８'],
    ['+86 13812345678', '13812345678'],
    ['+86138 1234 5678', '138 1234 5678'],
    ['+86-138-1234-5678', '138-1234-5678'],
    ['86-13812345678', '13812345678'],
    ['（+86）138 1234－5678', '138 1234－5678'],
    ['tel13812345678x', '13812345678'],
    ['138-1234-5678 139-1234-5678', '138-1234-5678', '139-1234-5678'],
    ['张三11010519491231002X电话13812345678', '11010519491231002X', '13812345678'],
    ['11010519491231002X13812345678', '11010519491231002X', '13812345678'],
    ['110105 19491231 002x', '110105 19491231 002x'],
  ])('finds the number in %j without what stands around it', (text, ...numbers) => {
    expect(findPersonData(text).map(({ start, end }) => text.slice(start, end))).toEqual(numbers);
  });

  test.each([
    ['a longer run of digits', '6222021381234567'],
    ['a run with one digit more before', '013812345678'],
    ['a run with one digit more behind', '138123456789'],
    ['the digits of another country', '+8813812345678'],
    ['an ID with a digit more', '0110105194912310020'],
    ['an ID with a wrong check character', '110105194912310021'],
    ['an ID without a possible birth date', '110105189912310023'],
    ['a number of no mobile network', '12812345678'],
    ['other groups', '1381 234 5678'],
    ['two spaces between groups', '138  1234  5678'],
    ['a card number in groups', '6222 0213 8123 4567'],
    ['a fixed line', '0755-82918333'],
    ['nothing at all', ''],
  ])('finds nothing in %s', (_, text) => {
    expect(findPersonData(text)).toEqual([]);
    expect(redactPersonData(text)).toBe(text);
  });

  test('looks for maximal runs, because a bare pattern hits nearly half of all house codes', () => {
    const codes = fc.sample(futianHouseCodes, runs);
    const bareHits = codes.filter((code) => /1[3-9]\d{9}/.test(code));
    expect(bareHits.length).toBeGreaterThan(0.4 * codes.length);
    expect(codes.filter((code) => findPersonData(code).length > 0)).toEqual([]);
  });

  test.each([
    ['house', houseCodes],
    ['building', buildingCodes],
    ['grid', digits(14)],
    ['work grid', digits(15)],
    ['community', digits(12)],
  ])('never hits a %s code, alone, in a list or in text', (_, codes) => {
    fc.assert(
      fc.property(codes, codes, (one, other) => {
        expect(findPersonData(one)).toEqual([]);
        expect(findPersonData(`${one} ${other}`)).toEqual([]);
        expect(findPersonData(`福田区${one}号`)).toEqual([]);
      }),
      runs,
    );
  });

  test('never hits a social credit code of Shenzhen', () => {
    fc.assert(
      fc.property(creditCodes, (code) => {
        expect(findPersonData(`统一社会信用代码：${code}`)).toEqual([]);
      }),
      runs,
    );
  });
});

describe('redactPersonData()', () => {
  test('puts the kind of the number in its place and keeps the rest', () => {
    expect(redactPersonData('张三（11010519491231002X），电话+86 138-1234-5678，3栋')).toBe(
      '张三（<resident ID>），电话+86 <mobile number>，3栋',
    );
  });
});

const creditAlphabet = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'];

/** Social credit codes as GB 32100-2015 forms them: authority, category, region, organisation, check character. */
const creditCodes = fc
  .tuple(
    fc.constantFrom('11', '12', '13', '51', '91', '92', '93'),
    fc.constantFrom('440300', '440304', '440305'),
    fc.oneof(
      digits(8),
      digits(6).map((six) => `MA${six}`),
    ),
    fc.constantFrom(...'0123456789X'),
  )
  .map((parts) => parts.join(''))
  .map((code) => {
    const sum = [...code].reduce((total, sign, at) => total + creditAlphabet.indexOf(sign) * 3 ** at, 0);
    return code + creditAlphabet[(31 - (sum % 31)) % 31];
  });

function fullWidth(sign: string): string {
  return /[0-9Xx]/.test(sign) ? String.fromCharCode(sign.charCodeAt(0) + 0xfee0) : sign;
}

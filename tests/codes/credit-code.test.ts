import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  creditCodeAlphabet,
  creditCodeParts,
  creditCodeWarning,
  formatCreditCode,
  isPublicBody,
  isSoleTrader,
  parseCreditCode,
} from '../../schema/codes/credit-code.ts';
import { authorityOf, categoryOf } from '../../schema/codes/credit-code-names.ts';
import vectors from '../vectors/credit-codes.json' with { type: 'json' };
import { creditCodes, withCreditCheck } from './generated-credit-codes.ts';
import { residentIds } from './generated-persons.ts';

const runs = { seed: 32100, numRuns: 10_000 };

function parsed(text: string) {
  const result = parseCreditCode(text);
  if (!result.ok) throw new Error(`${text}: ${result.reason}`);
  return result.value;
}

describe('parseCreditCode()', () => {
  test.each(vectors.codes)('takes $code of $name', ({ code, checkDigitOk, orgCodeCheckOk }) => {
    expect(parseCreditCode(code).ok).toBe(checkDigitOk);
    expect(creditCodeWarning(parsed(code)) === null).toBe(orgCodeCheckOk);
  });

  test('takes every well-formed code and cuts it into segments that make it again', () => {
    fc.assert(
      fc.property(creditCodes, (code) => {
        const value = parsed(code);
        expect(Object.values(creditCodeParts(value)).join('')).toBe(code);
        expect(formatCreditCode(value).replaceAll(' ', '')).toBe(code);
        expect(creditCodeWarning(value)).toBeNull();
      }),
      runs,
    );
  });

  test('refuses every change of a single character', () => {
    fc.assert(
      fc.property(creditCodes, fc.nat(17), fc.nat(29), (code, at, step) => {
        const others = [...creditCodeAlphabet].filter((sign) => sign !== code.charAt(at));
        const wrong = code.slice(0, at) + others[step] + code.slice(at + 1);
        expect(parseCreditCode(wrong).ok).toBe(false);
      }),
      runs,
    );
  });

  test('refuses every single change of one code, wherever and whatever', () => {
    const code = '91350100M000100Y43';
    for (let at = 0; at < 18; at++) {
      for (const sign of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZa *') {
        if (sign === code.charAt(at)) continue;
        expect(parseCreditCode(code.slice(0, at) + sign + code.slice(at + 1)).ok).toBe(false);
      }
    }
  });

  test('reaches all 31 characters as check', () => {
    const reached = new Set(fc.sample(creditCodes, { seed: 32100, numRuns: 10_000 }).map((code) => code.charAt(17)));
    expect([...reached].sort().join('')).toBe(creditCodeAlphabet);
    for (const code of fc.sample(creditCodes, { seed: 31, numRuns: 2_000 }))
      expect(parseCreditCode(code).ok).toBe(true);
  });

  test.each([
    ['9144030019220382', 'length must be 18, is 16', 16],
    ['914403001922038217', 'character 18 must be the check character "6", is "7"', 17],
    ['91350100M000100Y4I', 'character 18 must be a digit or an upper-case letter other than I, O, S, V, Z, is "I"', 17],
    ['9135010OM000100Y43', 'character 8 must be a digit, is "O"', 7],
    ['91350100m000100Y43', 'character 9 must be a digit or an upper-case letter, is "m"', 8],
    ['91350100M000100Y43 ', 'character 19 must be absent, is " "', 18],
    ['９1350100M000100Y43', 'character 1 must be a digit or an upper-case letter, is full-width "9"', 0],
    ['', 'length must be 18, is 0', 0],
  ])('refuses %j: %s', (text, reason, at) => {
    expect(parseCreditCode(text)).toEqual({ ok: false, reason, at });
  });

  test('warns, and does not refuse, when only the organisation part fails its check', () => {
    const code = parsed(withCreditCheck('91440300192203822'));
    expect(creditCodeWarning(code)).toBe('character 17 should be "1" by the check of the organisation code, is "2"');
  });
});

describe('a text that is a resident ID and a credit code at once', () => {
  test('is taken for the former', () => {
    const both = fc
      .sample(residentIds, { seed: 7, numRuns: 3_000 })
      .filter((id) => withCreditCheck(id.slice(0, 17)) === id);
    expect(both.length).toBeGreaterThan(30);
    for (const id of both) {
      expect(parseCreditCode(id)).toEqual({
        ok: false,
        reason: 'must be the code of an organisation, is a resident ID number',
        at: 0,
      });
    }
  });
});

describe('what a code tells', () => {
  test.each([
    ['91350100M000100Y43', 'market regulation', 'enterprise'],
    [withCreditCheck('92440300MA5DA1BC1'), 'market regulation', 'individual business'],
    ['11440300398538336H', 'commission for public sector reform', 'organ of the state'],
    [withCreditCheck('51440300MJL123456'), 'civil affairs', 'social association'],
    [withCreditCheck('N1440300MJL123456'), 'agriculture', null],
    [withCreditCheck('01440300MJL123456'), null, null],
  ])('%s: %s, %s', (code, authority, category) => {
    expect(authorityOf(parsed(code))?.english ?? null).toBe(authority);
    expect(categoryOf(parsed(code))?.english ?? null).toBe(category);
  });

  test('sole traders are 92…, public bodies 1…', () => {
    expect(isSoleTrader(withCreditCheck('92440300MA5DA1BC1'))).toBe(true);
    expect(isSoleTrader('91350100M000100Y43')).toBe(false);
    expect(isPublicBody('11440300398538336H')).toBe(true);
    expect(isPublicBody('91350100M000100Y43')).toBe(false);
  });
});

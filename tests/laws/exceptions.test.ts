import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { exceptionsOf, liesByTodaysRules } from '../../schema/privacy/exceptions.ts';
import { registers } from '../../schema/registers/index.ts';
import { withCreditCheck } from '../codes/generated-credit-codes.ts';

/** Codes of every kind of organisation, and of sole traders, that differ in each place. */
const codes = ['11', '12', '31', '51', '52', '54', '91', '92', '93', 'A1', 'N1', 'Y1'].flatMap((kind) =>
  Array.from({ length: 200 }, (_, place) => withCreditCheck(`${kind}440300MA5${String(place).padStart(5, '0')}X`)),
);

/** What each rule decided when it got its name: a rule that decides otherwise needs another one, by which editions tell it apart. */
const decided: Readonly<Record<string, string>> = {
  'sole traders (codes that begin with 92)': '06cb7dc3daa71a6f',
};

test('a rule by which classes depend on the record decides what its name says', () => {
  const rules = registers.flatMap(({ policies }) => Object.values(policies).flatMap(({ stricter }) => stricter ?? []));
  expect(rules.length).toBeGreaterThan(0);
  for (const { records, applies } of rules) {
    const decisions = codes.map((code) => (applies({ code }) ? '+' : '-')).join('');
    expect(createHash('sha256').update(decisions).digest('hex').slice(0, 16), records).toBe(decided[records]);
  }
});

test('editions name the rules that they lie by; those that name none lie by the first', () => {
  const ruled = registers.filter(({ policies }) =>
    Object.values(policies).some(({ stricter }) => stricter !== undefined),
  );
  expect(ruled.map(({ name }) => name)).toEqual(['ENTITIES']);
  for (const register of registers) {
    expect(exceptionsOf(register) === '').toBe(!ruled.includes(register));
    expect(liesByTodaysRules(register, {})).toBe(true);
    expect(liesByTodaysRules(register, { exceptions: exceptionsOf(register) })).toBe(true);
    expect(liesByTodaysRules(register, { exceptions: 'others' })).toBe(false);
  }
});

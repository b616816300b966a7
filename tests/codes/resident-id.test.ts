import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isResidentId } from '../../schema/codes/resident-id.ts';
import { residentIds } from './generated-persons.ts';

const runs = { seed: 11643, numRuns: 10_000 };

describe('isResidentId()', () => {
  test("knows the standard's sample, in either case", () => {
    expect(isResidentId('11010519491231002X')).toBe(true);
    expect(isResidentId('11010519491231002x')).toBe(true);
  });

  test('finds every single wrong digit', () => {
    fc.assert(
      fc.property(residentIds, fc.nat(16), fc.integer({ min: 1, max: 9 }), (id, at, step) => {
        const wrong = String((Number(id[at]) + step) % 10);
        expect(isResidentId(id)).toBe(true);
        expect(isResidentId(id.slice(0, at) + wrong + id.slice(at + 1))).toBe(false);
      }),
      runs,
    );
  });

  test.each([
    ['a wrong check character', '110105194912310021'],
    ['30 February', '110105200002300023'],
    ['the year 1899', '110105189912310023'],
    ['month 13', '110105194913310021'],
    ['17 characters', '11010519491231002'],
    ['a line break behind', '11010519491231002X\n'],
    ['a full-width digit', '１1010519491231002X'],
  ])('refuses %s', (_, text) => {
    expect(isResidentId(text)).toBe(false);
  });

  test.each(['19000229', '20230229', '20240431', '20240010', '20241310', '20240100', '18991231', '21010101'])(
    'takes no number with the date of birth %s, whatever its check character',
    (birth) => {
      const ids = [...'0123456789X'].map((check) => `440304${birth}123${check}`);
      expect(ids.filter(isResidentId)).toEqual([]);
    },
  );

  test.each(['19000101', '20000229', '20240229', '21001231'])('takes one with the date of birth %s', (birth) => {
    const ids = [...'0123456789X'].map((check) => `440304${birth}123${check}`);
    expect(ids.filter(isResidentId)).toHaveLength(1);
  });
});

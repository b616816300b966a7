import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, dayText } from '../../schema/dates/day.ts';
import { firstDay, parsePartialDate } from '../../schema/dates/partial-date.ts';

const runs = { seed: 2018, numRuns: 10_000 };
const days = fc.integer({ min: dayOf(1, 1, 1), max: dayOf(9999, 12, 31) }).map(dayText);
const precisions = fc.constantFrom(4, 7, 10);

describe('parsePartialDate()', () => {
  test('takes every date by year, month or day, and takes what it answered again', () => {
    fc.assert(
      fc.property(days, precisions, (day, length) => {
        const text = day.slice(0, length);
        expect(parsePartialDate(text)).toEqual({ ok: true, value: text });
      }),
      runs,
    );
  });

  test("takes the standard's eight characters and answers the dashed form", () => {
    fc.assert(
      fc.property(days, precisions, (day, length) => {
        const text = day.slice(0, length);
        expect(parsePartialDate(text.replaceAll('-', '').padEnd(8, '*'))).toEqual({ ok: true, value: text });
      }),
      runs,
    );
  });

  test.each(['201*****', '20******', '2*******', '********'])('answers null for %s, which has no year', (text) => {
    expect(parsePartialDate(text)).toEqual({ ok: true, value: null });
  });

  test.each([
    ['2026-02-30', 'day of 2026-02 must be 01 to 28, is 30', 8],
    ['20260230', 'day of 2026-02 must be 01 to 28, is 30', 6],
    ['2018-13', 'month must be 01 to 12, is 13', 5],
    ['201813**', 'month must be 01 to 12, is 13', 4],
    ['20180003', 'month must be 01 to 12, is 00', 4],
    ['2018-5-3', 'in the month, character 7 must be a digit, is "-"', 6],
    ['2018-05-3', 'length must be 4, 7 or 10, is 9', 9],
    ['2018-05-3a', 'in the day, character 10 must be a digit, is "a"', 9],
    ['18-05-03', 'character 3 must be a digit or "*", is "-"', 2],
    ['0000', 'year must be 0001 to 9999, is 0000', 0],
    ['0000****', 'year must be 0001 to 9999, is 0000', 0],
    ['20180***', 'month must be two digits or "**", is "0*"', 4],
    ['2018050*', 'day must be two digits or "**", is "0*"', 6],
    ['2018**03', 'character 7 must be "*", is "0"', 6],
    ['*0180503', 'character 2 must be "*", is "0"', 1],
    ['2018年5月', 'character 5 must be "-", is not ASCII', 4],
    ['201805', 'character 5 must be "-", is "0"', 4],
    ['2018-05-03 ', 'character 11 must be absent, is " "', 10],
    ['', 'length must be 4, 7 or 10, is 0', 0],
  ])('refuses %j and names the part', (text, reason, at) => {
    expect(parsePartialDate(text)).toEqual({ ok: false, reason, at });
  });
});

describe('firstDay()', () => {
  test.each([
    ['2018', '2018-01-01'],
    ['2018****', '2018-01-01'],
    ['2018-05', '2018-05-01'],
    ['2018-05-03', '2018-05-03'],
    ['2024-02-29', '2024-02-29'],
  ])('of %s is %s', (text, first) => {
    const parsed = parsePartialDate(text);
    expect(parsed.ok && parsed.value !== null && dayText(firstDay(parsed.value))).toBe(first);
  });
});

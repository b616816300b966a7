import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, dayText, parseDay } from '../../schema/dates/day.ts';
import { shanghaiDay, shanghaiMidnightAfter } from '../../schema/dates/shanghai-day.ts';

const runs = { seed: 1970, numRuns: 10_000 };
const dayLength = 86_400_000;

describe('days', () => {
  test('run from 0001-01-01 to 9999-12-31 without gap, as the built-in calendar counts them', () => {
    const first = dayOf(1, 1, 1);
    const last = dayOf(9999, 12, 31);
    expect(dayOf(1970, 1, 1)).toBe(0);
    expect(last - first + 1).toBe(3_652_059);
    for (let day = first; day <= last; day += 7) {
      const date = new Date(day * dayLength);
      const text = date.toISOString().slice(0, 10);
      if (dayText(day) !== text) expect(dayText(day)).toBe(text);
      const counted = dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
      if (counted !== day) expect(counted).toBe(day);
    }
  });

  test('survive being written and parsed', () => {
    fc.assert(
      fc.property(fc.integer({ min: dayOf(1, 1, 1), max: dayOf(9999, 12, 31) }), (day) => {
        expect(parseDay(dayText(day))).toEqual({ ok: true, value: day });
      }),
      runs,
    );
  });

  test.each([dayOf(1, 1, 1) - 1, dayOf(9999, 12, 31) + 1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])(
    'outside the years 1 to 9999 (%s) cannot be written',
    (day) => {
      expect(() => dayText(day)).toThrow(`Cannot write day ${day}`);
    },
  );
});

describe('parseDay()', () => {
  test.each([
    ['2026-02-30', 'day of 2026-02 must be 01 to 28, is 30', 8],
    ['2024-02-30', 'day of 2024-02 must be 01 to 29, is 30', 8],
    ['1900-02-29', 'day of 1900-02 must be 01 to 28, is 29', 8],
    ['2018-05-00', 'day of 2018-05 must be 01 to 31, is 00', 8],
    ['2018-13-01', 'month must be 01 to 12, is 13', 5],
    ['0000-01-01', 'year must be 0001 to 9999, is 0000', 0],
    ['2018-05', 'length must be 10, is 7', 7],
    ['2018/05/03', 'character 5 must be "-", is "/"', 4],
    ['2018-05-03T00:00', 'length must be 10, is 16', 10],
    ['２018-05-03', 'character 1 must be a digit, is full-width "2"', 0],
  ])('refuses %s', (text, reason, at) => {
    expect(parseDay(text)).toEqual({ ok: false, reason, at });
  });
});

describe('the date in Shanghai', () => {
  const inShanghai = new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' });
  const instants = fc.integer({ min: Date.UTC(1992, 0, 1), max: Date.UTC(2100, 0, 1) });

  test('is the one of the time zone database', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        expect(dayText(shanghaiDay(instant))).toBe(inShanghai.format(instant));
      }),
      runs,
    );
  });

  test('changes at the next midnight and not before', () => {
    fc.assert(
      fc.property(instants, (instant) => {
        const midnight = shanghaiMidnightAfter(instant);
        expect(midnight).toBeGreaterThan(instant);
        expect(midnight - instant).toBeLessThanOrEqual(dayLength);
        expect(shanghaiDay(midnight - 1)).toBe(shanghaiDay(instant));
        expect(shanghaiDay(midnight)).toBe(shanghaiDay(instant) + 1);
      }),
      runs,
    );
  });

  test('begins at 16:00 UTC', () => {
    expect(dayText(shanghaiDay(Date.UTC(2026, 0, 1, 15, 59, 59, 999)))).toBe('2026-01-01');
    expect(dayText(shanghaiDay(Date.UTC(2026, 0, 1, 16)))).toBe('2026-01-02');
    expect(shanghaiMidnightAfter(Date.UTC(2026, 0, 1, 16))).toBe(Date.UTC(2026, 0, 2, 16));
  });
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addMonths } from '../../schema/dates/add-months.ts';
import { type Day, dayText, parseDay } from '../../schema/dates/day.ts';
import { type Dated, isPublic, publicityOf } from '../../schema/registers/credit/publicity.ts';
import { checkedRules, publicityRules } from '../../schema/registers/credit/publicity-rules.ts';
import { creditKinds, creditSeverities } from '../../schema/registers/credit/record.ts';

function day(text: string): Day {
  const parsed = parseDay(text);
  if (!parsed.ok) throw new Error(parsed.reason);
  return parsed.value;
}

function statement(kind: Dated['kind'], severity: Dated['severity'], dates: string): Dated {
  const [decidedOn = null, repairedOn = null, withdrawnOn = null] = dates.split(' ');
  const given = (date: string | null) => (date === '~' ? null : date);
  return {
    kind,
    severity,
    decidedOn: given(decidedOn),
    repairedOn: given(repairedOn),
    withdrawnOn: given(withdrawnOn),
  };
}

function endText(one: Dated, today: string): string | null {
  const { to } = publicityOf(one, day(today));
  return to === null ? null : dayText(to);
}

describe('addMonths()', () => {
  test.each([
    ['2025-11-30', 3, '2026-02-28'],
    ['2023-11-30', 3, '2024-02-29'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2025-10-31', 1, '2025-11-30'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 36, '2027-02-28'],
    ['2025-12-15', 1, '2026-01-15'],
    ['2026-04-01', 0, '2026-04-01'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(dayText(addMonths(day(from), months))).toBe(to);
  });

  test('is the sum of its steps wherever no month is too short', () => {
    const days = fc.integer({ min: 0, max: 40_000 }).filter((one) => Number(dayText(one).slice(8)) <= 28);
    fc.assert(
      fc.property(days, fc.nat(40), fc.nat(40), (from, some, more) => {
        expect(addMonths(addMonths(from, some), more)).toBe(addMonths(from, some + more));
      }),
      { seed: 12, numRuns: 2_000 },
    );
  });
});

describe('publicityOf()', () => {
  test.each([
    // kind, severity, 'decided repaired withdrawn' (~: none), today, end
    ['PENALTY', 'MINOR', '2026-05-10', '2026-06-01', '2026-08-10'],
    ['PENALTY', 'MINOR', '2026-05-10 2026-05-20', '2026-06-01', '2026-05-20'],
    ['PENALTY', 'MINOR', '2024-05-10', '2024-06-01', '2024-05-10'],
    ['PENALTY', 'MINOR', '2022-11-30', '2023-01-01', '2023-02-28'],
    ['PENALTY', 'ORDINARY', '2026-05-10', '2026-06-01', '2027-05-10'],
    ['PENALTY', 'ORDINARY', '2026-05-10 2026-06-01', '2026-06-02', '2026-08-10'],
    ['PENALTY', 'ORDINARY', '2026-05-10 2026-09-01', '2026-06-02', '2026-09-01'],
    ['PENALTY', 'ORDINARY', '2025-11-30 2025-12-24', '2026-01-02', '2026-02-28'],
    ['PENALTY', 'ORDINARY', '2026-05-10 ~ 2026-05-15', '2026-06-01', '2026-05-15'],
    ['PENALTY', 'SERIOUS', '2026-05-10', '2026-06-01', '2029-05-10'],
    ['PENALTY', 'SERIOUS', '2026-05-10 2026-06-01', '2026-06-02', '2027-05-10'],
    // decided under order 58, whose ordinary window is 36 months: until the rules of 2026 cut it to 12
    ['PENALTY', 'ORDINARY', '2025-02-01', '2026-03-31', '2028-02-01'],
    ['PENALTY', 'ORDINARY', '2025-02-01', '2026-04-01', '2026-02-01'],
    // decided under notice 527: its shorter windows hold on, whatever came later
    ['PENALTY', 'ORDINARY', '2022-12-01', '2023-06-01', '2023-12-01'],
    ['PENALTY', 'SERIOUS', '2023-01-30 2023-02-02', '2023-04-30', '2023-07-30'],
    // order 58, in force since, let every repair count after three months; so it stays, whatever longer windows came later
    ['PENALTY', 'SERIOUS', '2023-04-30 2023-05-02', '2023-06-01', '2023-07-30'],
    ['PENALTY', 'SERIOUS', '2025-06-10 2025-07-01', '2026-06-01', '2025-09-10'],
    ['PENALTY', 'SERIOUS', '2025-06-10', '2026-06-01', '2028-06-10'],
    ['DISHONESTY', 'SERIOUS', '2026-05-10', '2026-06-01', '2029-05-10'],
    ['DISHONESTY', 'SERIOUS', '2026-05-10 ~ 2026-07-01', '2026-06-01', '2026-07-01'],
    ['ABNORMALITY', null, '2020-05-10', '2026-06-01', null],
    ['ABNORMALITY', null, '2020-05-10 ~ 2026-06-02', '2026-06-01', '2026-06-02'],
    ['LICENCE', null, '2010-05-10', '2026-06-01', null],
    ['HONOUR', null, '2010-05-10', '2026-06-01', null],
    ['COMMITMENT', null, '~', '2026-06-01', null],
    ['COMMITMENT', null, '2010-05-10 ~ 2011-01-01', '2026-06-01', '2011-01-01'],
    ['PENALTY', 'ORDINARY', '2026', '2026-06-01', '2027-01-01'],
  ] as const)('%s %s of %s ends as seen on %s: %s', (kind, severity, dates, today, end) => {
    expect(endText(statement(kind, severity, dates), today)).toBe(end);
  });

  test('hides from the day of the end on, and before the decision', () => {
    const penalty = statement('PENALTY', 'MINOR', '2026-05-10');
    const shown = ['2026-05-09', '2026-05-10', '2026-08-09', '2026-08-10'].map((today) =>
      isPublic(penalty, day(today)),
    );
    expect(shown).toEqual([false, true, true, false]);
  });

  test('shows no penalty whose date or severity nobody knows', () => {
    for (const [severity, decided] of [
      [null, '2026-05-10'],
      ['ORDINARY', '~'],
    ] as const) {
      expect(isPublic(statement('PENALTY', severity, decided), day('2026-05-11'))).toBe(false);
    }
  });
});

const someDay = fc.integer({ min: day('2018-01-01'), max: day('2031-12-31') });
const dateText = fc.option(someDay.map(dayText), { nil: null });
const statements: fc.Arbitrary<Dated> = fc.record({
  kind: fc.constantFrom(...creditKinds),
  severity: fc.option(fc.constantFrom(...creditSeverities), { nil: null }),
  decidedOn: dateText,
  repairedOn: dateText,
  withdrawnOn: dateText,
});
const runs = { seed: 2026, numRuns: 10_000 };

describe('laws of publicity', () => {
  test('what ended never comes back, whatever rules come into force', () => {
    fc.assert(
      fc.property(statements, someDay, fc.nat(2_000), (one, today, later) => {
        const { to } = publicityOf(one, today);
        if (to !== null && to <= today) expect(isPublic(one, today + later)).toBe(false);
      }),
      runs,
    );
  });

  test('the end comes only nearer as days go by', () => {
    fc.assert(
      fc.property(statements, someDay, fc.nat(2_000), (one, today, later) => {
        const [now, then] = [publicityOf(one, today).to, publicityOf(one, today + later).to];
        expect(then ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(now ?? Number.POSITIVE_INFINITY);
      }),
      runs,
    );
  });

  test('a repair or a withdrawal never makes publicity longer', () => {
    fc.assert(
      fc.property(statements, someDay, (one, today) => {
        const plain = publicityOf({ ...one, repairedOn: null, withdrawnOn: null }, today).to;
        expect(publicityOf(one, today).to ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(
          plain ?? Number.POSITIVE_INFINITY,
        );
      }),
      runs,
    );
  });

  test('no penalty and no list is shown after three years', () => {
    fc.assert(
      fc.property(statements, someDay, (one, today) => {
        if (one.kind !== 'PENALTY' && one.kind !== 'DISHONESTY') return;
        if (isPublic(one, today)) expect(today).toBeLessThan(addMonths(day(one.decidedOn ?? '9999-01-01'), 36));
      }),
      runs,
    );
  });
});

describe('checkedRules()', () => {
  const [first, second, third] = publicityRules;
  if (first === undefined || second === undefined || third === undefined) throw new Error('three sets of rules');

  test('takes the table that is in force', () => {
    expect(checkedRules(publicityRules)).toBe(publicityRules);
  });

  test.each([
    [
      'overlap',
      [first, { ...second, to: day('2026-04-02') }, third],
      'must end before "Rules on credit repair" begin, overlap',
    ],
    ['an open end before others', [{ ...first, to: null }, second, third], 'overlap'],
    ['a gap', [first, { ...second, to: day('2026-03-31') }, third], 'leave a gap'],
    ['an end for good', [first, second, { ...third, to: day('2030-01-01') }], 'must be open-ended'],
    ['an end before the beginning', [{ ...first, to: first.from }, second, third], 'must end after they begin'],
    ['the wrong order', [second, first, third], 'overlap'],
    ['nothing', [], 'there must be some'],
  ])('refuses %s', (_, table, message) => {
    expect(() => checkedRules(table)).toThrow(message);
  });
});

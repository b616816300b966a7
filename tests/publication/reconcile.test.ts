import { describe, expect, test } from 'vitest';
import { reconcile } from '../../schema/publication/reconcile.ts';
import { aCase, day, given, outcomeOf, standing, tombstone } from '../builders/publication-case.ts';

const shop = { use: 'SHOP' };
const gone = { state: 'RETIRED' as const };

describe('a code that is new', () => {
  test('comes in with all its periods, and an empty validFrom means the effective date', () => {
    expect(outcomeOf({ incoming: [given('2018', '2020'), given(null, null, { line: 3 })] }).rows).toEqual([
      '2018..2020 OFFICE',
      '2026-01-01.. OFFICE',
    ]);
  });

  test('may come in as a tombstone, which retires nothing that stood', () => {
    expect(outcomeOf({ incoming: [given('2019', null, gone)] })).toMatchObject({
      rows: ['2019.. gone STATED'],
      retiredFrom: null,
    });
  });
});

describe('a code that is in the file', () => {
  test('is left as it is, row object and all, when the file says the same', () => {
    const row = standing('2018');
    for (const validFrom of ['2018', null]) {
      expect(reconcile(aCase({ standing: [row], incoming: [given(validFrom)] })).rows[0]).toBe(row);
    }
  });

  test('begins a new period on the effective date when it changes without a validFrom, which closes the one before', () => {
    expect(outcomeOf({ standing: [standing('2018')], incoming: [given(null, null, shop)] }).rows).toEqual([
      '2018..2026-01-01 OFFICE',
      '2026-01-01.. SHOP',
    ]);
  });

  test('is corrected, not given a period, when it changes under its old validFrom', () => {
    expect(outcomeOf({ standing: [standing('2018')], incoming: [given('2018', null, shop)] }).rows).toEqual([
      '2018.. SHOP',
    ]);
  });

  test('is corrected, not given a period that everyone would see, when only restricted fields change', () => {
    const { rows } = reconcile(
      aCase({ standing: [standing('2018')], incoming: [given(null, null, { rented: true })] }),
    );
    expect(rows).toEqual([standing('2018', null, { rented: true })]);
  });

  test('keeps the periods that the file does not mention', () => {
    const before = [standing('2010', '2015'), standing('2015', '2020', shop), standing('2020')];
    const { rows } = outcomeOf({ standing: before, incoming: [given('2020', null, { use: 'FLAT' })] });
    expect(rows).toEqual(['2010..2015 OFFICE', '2015..2020 SHOP', '2020.. FLAT']);
  });

  test('takes a period before the first one, closed where that begins', () => {
    const { rows } = outcomeOf({ standing: [standing('2020')], incoming: [given('2010', null, shop)] });
    expect(rows).toEqual(['2010..2020 SHOP', '2020.. OFFICE']);
  });

  test('knows a past period again that comes without validFrom, by the day it ends', () => {
    const before = [standing('2010', '2020', shop), standing('2020')];
    const { rows, findings } = outcomeOf({ standing: before, incoming: [given(null, '2020', shop)] });
    expect({ rows, findings }).toEqual({ rows: ['2010..2020 SHOP', '2020.. OFFICE'], findings: [] });
  });

  test('does not mean a row without validFrom to be one that the file dates itself', () => {
    const incoming = [given('2018'), given(null, null, { line: 3 })];
    expect(outcomeOf({ standing: [standing('2018')], incoming }).rows).toEqual([
      '2018..2026-01-01 OFFICE',
      '2026-01-01.. OFFICE',
    ]);
  });

  test('begins a new period, not an old one anew, when it becomes again what it once was', () => {
    const before = [standing('2010', '2020', shop), standing('2020')];
    expect(outcomeOf({ standing: before, incoming: [given(null, null, shop)] }).rows).toEqual([
      '2010..2020 SHOP',
      '2020..2026-01-01 OFFICE',
      '2026-01-01.. SHOP',
    ]);
  });

  test('cannot change from a day before its last period: BAD_PERIOD', () => {
    const before = [standing('2018', '2027'), standing('2027', null, shop)];
    expect(outcomeOf({ standing: before, incoming: [given(null, null, { use: 'FLAT' })] })).toMatchObject({
      rows: ['2018..2027 OFFICE', '2027.. SHOP'],
      findings: ['error BAD_PERIOD 2'],
    });
  });

  test('may be left unchanged by the row in force even though a later period is planned', () => {
    const before = [standing('2018', '2027'), standing('2027', null, shop)];
    expect(outcomeOf({ standing: before, incoming: [given(null)] }).findings).toEqual([]);
  });

  test('counts partial dates from their first day: 2018 and 2018-01-01 are one key, and the text is corrected', () => {
    expect(outcomeOf({ standing: [standing('2018')], incoming: [given('2018-01-01')] }).rows).toEqual([
      '2018-01-01.. OFFICE',
    ]);
  });
});

describe('rows of one code that cannot stand together', () => {
  test('are all rejected when they have the same key: DUPLICATE_KEY', () => {
    const incoming = [given('2018'), given('2018-01', null, { line: 3, ...shop }), given('2020', null, { line: 4 })];
    expect(outcomeOf({ incoming })).toMatchObject({
      rows: ['2020.. OFFICE'],
      findings: ['error DUPLICATE_KEY 2', 'error DUPLICATE_KEY 3'],
    });
  });

  test('have the same key when they have no validFrom', () => {
    const incoming = [given(null), given(null, null, { line: 3, ...shop }), given('2020', null, { line: 4 })];
    expect(outcomeOf({ incoming })).toMatchObject({
      rows: ['2020.. OFFICE'],
      findings: ['error DUPLICATE_KEY 2', 'error DUPLICATE_KEY 3'],
    });
  });

  test('are duplicates even if one of them was refused already', () => {
    const outcome = outcomeOf({ incoming: [given('2018')], refused: [given('2018', null, { line: 3 })] });
    expect(outcome).toMatchObject({ rows: [], findings: ['error DUPLICATE_KEY 2'] });
  });

  test('are all rejected when any of their periods overlap: OVERLAPPING_PERIODS', () => {
    const incoming = [given('2010', '2012'), given('2015', '2019', { line: 3 }), given('2017', '2020', { line: 4 })];
    expect(outcomeOf({ incoming, standing: [standing('2009', '2010')] })).toMatchObject({
      rows: ['2009..2010 OFFICE'],
      findings: ['error OVERLAPPING_PERIODS 2', 'error OVERLAPPING_PERIODS 3', 'error OVERLAPPING_PERIODS 4'],
    });
  });

  test('leave the standing row when they overlap it', () => {
    const before = [standing('2010', '2020'), standing('2020')];
    expect(outcomeOf({ standing: before, incoming: [given('2015', '2018', shop)] })).toMatchObject({
      rows: ['2010..2020 OFFICE', '2020.. OFFICE'],
      findings: ['error OVERLAPPING_PERIODS 2'],
    });
  });

  test('a period must end after it begins: BAD_PERIOD', () => {
    for (const validTo of ['2018', '2017-12-31', '2018-01-01']) {
      expect(outcomeOf({ incoming: [given('2018', validTo)] })).toMatchObject({
        rows: [],
        findings: ['error BAD_PERIOD 2'],
      });
    }
  });
});

describe('a code that is absent', () => {
  test('is retired from the effective date, which is inferred', () => {
    expect(outcomeOf({ standing: [standing('2018')] })).toEqual({
      rows: ['2018..2026-01-01 OFFICE', '2026-01-01.. gone INFERRED'],
      findings: [],
      retiredFrom: day('2026-01-01'),
    });
  });

  test('ends on that day even if its last period was to go on for longer', () => {
    expect(outcomeOf({ standing: [standing('2018', '2030')] }).rows).toEqual([
      '2018..2026-01-01 OFFICE',
      '2026-01-01.. gone INFERRED',
    ]);
  });

  test('keeps the end of a period that is past', () => {
    expect(outcomeOf({ standing: [standing('2018', '2020')] }).rows[0]).toBe('2018..2020 OFFICE');
  });

  test('leaves nothing but a tombstone when it began on the very day', () => {
    expect(outcomeOf({ standing: [standing('2026')] }).rows).toEqual(['2026-01-01.. gone INFERRED']);
  });

  test('is not retired before its last period begins: BAD_PERIOD', () => {
    expect(outcomeOf({ standing: [standing('2018', '2027'), standing('2027')] })).toMatchObject({
      rows: ['2018..2027 OFFICE', '2027.. OFFICE'],
      findings: ['error BAD_PERIOD'],
      retiredFrom: null,
    });
  });

  test('stays when one of its rows was rejected, when it is out of scope, or gone already', () => {
    const row = standing('2018');
    expect(outcomeOf({ standing: [row], unread: true }).rows).toEqual(['2018.. OFFICE']);
    expect(outcomeOf({ standing: [row], refused: [given('2018')] }).rows).toEqual(['2018.. OFFICE']);
    expect(outcomeOf({ standing: [row], inScope: false }).rows).toEqual(['2018.. OFFICE']);
    expect(outcomeOf({ standing: [tombstone('2020', 'INFERRED')] }).rows).toEqual(['2020.. gone INFERRED']);
  });

  test('is held, not retired, when the file holds a code that cannot be read', () => {
    const outcome = reconcile(aCase({ standing: [standing('2018')], held: true }));
    expect([outcome.held, outcome.retiredFrom, outcome.rows]).toEqual([true, null, [standing('2018')]]);
    expect(reconcile(aCase({ standing: [tombstone('2020', 'STATED')], held: true })).held).toBe(false);
    expect(reconcile(aCase({ standing: [standing('2027')], held: true })).held).toBe(false);
  });

  test('is retired for good, even then, from the day on which another row takes its place', () => {
    for (const held of [false, true]) {
      expect(outcomeOf({ standing: [standing('2018')], replacedFrom: day('2025-06-01'), held })).toEqual({
        rows: ['2018..2025-06-01 OFFICE', '2025-06-01.. gone STATED'],
        findings: [],
        retiredFrom: day('2025-06-01'),
      });
    }
  });

  test('and was gone by inference is gone for good once another row says that it took its place', () => {
    const before = [standing('2018', '2025'), tombstone('2025', 'INFERRED')];
    const outcome = outcomeOf({ standing: before, replacedFrom: day('2025-06-01') });
    expect(outcome).toMatchObject({ rows: ['2018..2025 OFFICE', '2025.. gone STATED'], retiredFrom: null });
  });
});

describe('a retirement that is stated', () => {
  test('ends what stands on the day of the tombstone', () => {
    for (const end of [null, '2030']) {
      expect(outcomeOf({ standing: [standing('2018', end)], incoming: [given('2025', null, gone)] })).toEqual({
        rows: ['2018..2025 OFFICE', '2025.. gone STATED'],
        findings: [],
        retiredFrom: day('2025-01-01'),
      });
    }
  });

  test('counts from the effective date without a validFrom, and from then on for ever', () => {
    const first = reconcile(aCase({ standing: [standing('2018')], incoming: [given(null, null, gone)] }));
    expect(first.rows.at(-1)?.validFrom).toBe('2026-01-01');
    const incoming = [given(null, null, { ...gone, ...shop })];
    const later = reconcile(aCase({ standing: first.rows, incoming, effective: day('2026-05-01') }));
    expect(later.rows.map(({ validFrom, use }) => [validFrom, use])).toEqual([
      ['2018', 'OFFICE'],
      ['2026-01-01', 'SHOP'],
    ]);
  });

  test('may not be contradicted by the file itself: a period that goes on is OVERLAPPING_PERIODS', () => {
    const incoming = [given('2018', '2030'), given('2025', null, { line: 3, ...gone })];
    expect(outcomeOf({ incoming }).findings).toEqual(['error OVERLAPPING_PERIODS 2', 'error OVERLAPPING_PERIODS 3']);
  });

  test('is never undone: RETIRED_CODE', () => {
    const before = [standing('2018', '2025'), tombstone('2025', 'STATED')];
    for (const row of [given('2018'), given('2025', null, shop), given('2026', null, shop), given(null, null, shop)]) {
      expect(outcomeOf({ standing: before, incoming: [row] })).toEqual({
        rows: ['2018..2025 OFFICE', '2025.. gone STATED'],
        findings: ['error RETIRED_CODE 2'],
        retiredFrom: null,
      });
    }
  });

  test('leaves the past open to correction', () => {
    const before = [standing('2018', '2025'), tombstone('2025', 'STATED')];
    expect(outcomeOf({ standing: before, incoming: [given('2018', '2025', shop)] }).rows[0]).toBe('2018..2025 SHOP');
    const whole = [given('2018', null, shop), given('2025', null, { line: 3, ...gone })];
    expect(outcomeOf({ standing: before, incoming: whole })).toMatchObject({
      rows: ['2018..2025 SHOP', '2025.. gone STATED'],
      findings: [],
    });
  });

  test('makes an inferred one final, or takes its place when it names another day', () => {
    const before = [standing('2018', '2025'), tombstone('2025', 'INFERRED')];
    expect(outcomeOf({ standing: before, incoming: [given('2025', null, gone)] }).rows).toEqual([
      '2018..2025 OFFICE',
      '2025.. gone STATED',
    ]);
    for (const date of ['2024', '2025-06']) {
      expect(outcomeOf({ standing: before, incoming: [given(date, null, gone)] })).toMatchObject({
        rows: [`2018..${date} OFFICE`, `${date}.. gone STATED`],
        findings: [],
      });
    }
  });
});

describe('a code that comes back after an inferred retirement', () => {
  const before = [standing('2018', '2025'), tombstone('2025', 'INFERRED')];

  test('is reinstated as if it had never gone', () => {
    for (const validFrom of ['2018', null]) {
      expect(outcomeOf({ standing: before, incoming: [given(validFrom)] })).toMatchObject({
        rows: ['2018.. OFFICE'],
        findings: ['warning REINSTATED 2'],
      });
    }
  });

  test('may come back changed', () => {
    expect(outcomeOf({ standing: before, incoming: [given(null, null, shop)] })).toMatchObject({
      rows: ['2018..2026-01-01 OFFICE', '2026-01-01.. SHOP'],
      findings: ['warning REINSTATED 2'],
    });
  });

  test('stays gone when only its past is in the file, or when the row that brings it back is rejected', () => {
    expect(outcomeOf({ standing: before, incoming: [given('2018', '2025', shop)] })).toMatchObject({
      rows: ['2018..2025 SHOP', '2025.. gone INFERRED'],
      findings: [],
    });
    const incoming = [given('2010', '2012'), given('2026', null, { line: 3 }), given('2026', null, { line: 4 })];
    expect(outcomeOf({ standing: before, incoming })).toMatchObject({
      rows: ['2010..2012 OFFICE', '2018..2025 OFFICE', '2025.. gone INFERRED'],
      findings: ['error DUPLICATE_KEY 3', 'error DUPLICATE_KEY 4'],
    });
  });
});

test('a code whose past alone is in the file ends on the day on which another row takes its place', () => {
  const outcome = outcomeOf({ incoming: [given('2018', '2024')], replacedFrom: day('2025-01-01') });
  expect(outcome.rows).toEqual(['2018..2024 OFFICE', '2025-01-01.. gone STATED']);
  const before = [standing('2018', '2027'), standing('2027')];
  const late = outcomeOf({ standing: before, incoming: [given('2018', '2024')], replacedFrom: day('2025-01-01') });
  expect(late.findings).toEqual(['error BAD_PERIOD']);
});

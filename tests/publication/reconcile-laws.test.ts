import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CodeCase, SourceRow } from '../../schema/publication/code-case.ts';
import { overlap, startOf } from '../../schema/publication/periods.ts';
import { reconcile } from '../../schema/publication/reconcile.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import { aCase, day, given, told } from '../builders/publication-case.ts';

const settings = { seed: 20_260_101, numRuns: 3_000 };
const date = fc.constantFrom(
  '2018',
  '2019',
  '2020',
  '2020-06',
  '2021',
  '2022-03-04',
  '2023',
  '2024',
  '2025',
  '2026',
  '2027',
);
const row = fc
  .record({
    validFrom: fc.option(date, { freq: 3 }),
    validTo: fc.option(date, { freq: 2 }),
    use: fc.constantFrom('OFFICE', 'SHOP'),
    rented: fc.constantFrom(null, true),
    state: fc.constantFrom('CURRENT', 'CURRENT', 'CURRENT', 'PLANNED', 'RETIRED'),
  })
  .map(({ validFrom, validTo, ...fields }) => given(validFrom, validTo, fields as Partial<StoredRow>));
const rows = fc.array(row, { maxLength: 4 }).map(numbered);
const change = fc.record({
  incoming: rows,
  refused: fc.array(row, { maxLength: 1 }).map((some) => some.map((one) => ({ ...one, line: 99 }))),
  effective: fc.constantFrom('2024-05-01', '2026-01-01', '2026-02-01').map(day),
  unread: fc.boolean(),
  inScope: fc.constantFrom(true, true, false),
  held: fc.constantFrom(false, false, true),
  replacedFrom: fc.option(
    fc.constantFrom('2020', '2025', '2026-01-01').map((text) => day(text.padEnd(10, '-01-01'))),
    {
      freq: 1,
    },
  ),
});
const history = fc.array(change, { minLength: 1, maxLength: 5 });

function numbered(some: readonly SourceRow[]): SourceRow[] {
  return some.map((one, index) => ({ ...one, line: index + 2 }));
}

/** The last case of a history and what became of it; the first one finds nothing standing. */
function lastOf(changes: readonly Partial<CodeCase>[]) {
  let standing: readonly StoredRow[] = [];
  for (const one of changes.slice(0, -1)) standing = reconcile(aCase({ ...one, standing })).rows;
  const last = aCase({ ...changes.at(-1), standing });
  return { last, outcome: reconcile(last) };
}

describe('whatever was published before', () => {
  test('no code has overlapping periods, or two rows of one day, and its rows are in order', () => {
    const property = fc.property(history, (changes) => {
      const days = lastOf(changes).outcome.rows.map(startOf);
      expect(days).toEqual([...new Set(days)].sort((one, other) => one - other));
      expect(overlap(lastOf(changes).outcome.rows)).toBeNull();
    });
    fc.assert(property, settings);
  });

  test('a file that is published again changes nothing', () => {
    const property = fc.property(history, (changes) => {
      const { last, outcome } = lastOf(changes);
      const again = reconcile({ ...last, standing: outcome.rows });
      expect(told(again.rows)).toEqual(told(outcome.rows));
      expect(again.rows.every((one, index) => one === outcome.rows[index])).toBe(true);
      expect(again.retiredFrom).toBeNull();
    });
    fc.assert(property, settings);
  });

  test('publishing what stands, as a file states it, changes nothing but that retirements are final', () => {
    const property = fc.property(history, (changes) => {
      const { rows: standing } = lastOf(changes).outcome;
      const incoming = numbered(
        standing.map((one) => ({ line: 0, row: { ...one, retirement: one.state === 'RETIRED' ? 'STATED' : null } })),
      );
      const again = reconcile(aCase({ standing, incoming }));
      expect(again.findings).toEqual([]);
      expect(again.rows).toEqual(incoming.map((one) => one.row));
    });
    fc.assert(property, settings);
  });

  test('the order of rows in the file makes no difference', () => {
    const shuffled = history.chain((changes) => {
      const incoming = changes.at(-1)?.incoming ?? [];
      return fc.tuple(fc.constant(changes), fc.shuffledSubarray(incoming, { minLength: incoming.length }));
    });
    const property = fc.property(shuffled, ([changes, incoming]) => {
      const { last, outcome } = lastOf(changes);
      const other = reconcile({ ...last, incoming });
      expect(other.rows).toEqual(outcome.rows);
      expect(linesOf(other.taken)).toEqual(linesOf(outcome.taken));
    });
    fc.assert(property, settings);
  });

  test('a row that is rejected leaves its standing row, and every rejected row has an error with its line', () => {
    const property = fc.property(history, (changes) => {
      const { last, outcome } = lastOf(changes);
      const taken = linesOf(outcome.taken);
      const rejected = linesOf(last.incoming).filter((line) => !taken.includes(line));
      const errors = outcome.findings.filter(({ level }) => level === 'error');
      expect([...new Set(errors.flatMap(({ line }) => line ?? []))].sort()).toEqual(rejected);
      if (taken.length === 0 && last.incoming.length > 0) expect(outcome.rows).toEqual(last.standing);
    });
    fc.assert(property, settings);
  });

  test('a code that was retired for good stays so', () => {
    const property = fc.property(history, (changes) => {
      const { last, outcome } = lastOf(changes);
      const wasGone = last.standing.at(-1)?.retirement === 'STATED';
      if (wasGone) expect(outcome.rows.at(-1)).toMatchObject({ state: 'RETIRED', retirement: 'STATED' });
      if (wasGone) expect(outcome.retiredFrom).toBeNull();
    });
    fc.assert(property, settings);
  });

  test('a change of restricted fields alone changes no period', () => {
    const property = fc.property(history, fc.boolean(), (changes, silent) => {
      const { rows: standing } = lastOf(changes).outcome;
      const last = standing.at(-1);
      if (last === undefined || last.state === 'RETIRED') return;
      const other = { ...last, rented: last.rented === null ? true : null, validFrom: silent ? null : last.validFrom };
      const outcome = reconcile(aCase({ standing, incoming: [{ line: 2, row: other }] }));
      expect(told(outcome.rows)).toEqual(told(standing));
      expect(outcome.rows.at(-1)?.rented).toBe(other.rented);
    });
    fc.assert(property, settings);
  });
});

function linesOf(sources: readonly { readonly line: number }[]): number[] {
  return sources.map(({ line }) => line).sort();
}

import { expect } from 'vitest';
import type { Row } from './sample-table.ts';

/** A period of a code: `[from, to)` as YYYY-MM-DD, `to` null for ever. */
export interface Period {
  readonly from: string;
  to: string | null;
  readonly row: Row;
}

/** A register by code, as a naive reading of the rules of publication keeps it. */
export type Model = Map<string, readonly Period[]>;

export interface Outcome {
  readonly model: Model;
  readonly inserted: number;
  readonly updated: number;
  readonly retired: number;
}

const never = '9999-12-31';

/** The first day of a date in any of its forms: `2018`, `2018-05`, `201805**`, `2018-05-03`. */
export function firstDay(text: string): string {
  const digits = text.replaceAll('-', '').replaceAll('*', '').padEnd(4, '0');
  return `${digits.slice(0, 4)}-${digits.slice(4, 6) || '01'}-${digits.slice(6, 8) || '01'}`;
}

/** Publishes a file into the model, asserting that no rule is broken on the way. */
export function publish(before: Model, rows: readonly Row[], effective: string): Outcome {
  const model: Model = new Map();
  const byCode = Map.groupBy(rows, (row) => row.code ?? '');
  let [inserted, updated, retired] = [0, 0, 0];
  for (const [code, given] of byCode) {
    const standing = before.get(code) ?? [];
    const periods = merge(standing, given, effective);
    model.set(code, periods);
    if (standing.length === 0) inserted += 1;
    else if (signature(standing) !== signature(periods)) updated += 1;
    if (isRetired(periods) && !isRetired(standing)) retired += 1;
  }
  for (const [code, standing] of before) {
    if (model.has(code)) continue;
    if (!isRetired(standing)) retired += 1;
    model.set(code, isRetired(standing) ? standing : close(standing, effective));
  }
  return { model, inserted, updated, retired };
}

/** The row of a code that is valid on a day and not retired. */
export function liveRow(model: Model, code: string | undefined, day: string): Row | undefined {
  const period = model.get(code ?? '')?.find(({ from, to }) => from <= day && day < (to ?? never));
  return period?.row.state === 'RETIRED' ? undefined : period?.row;
}

function merge(standing: readonly Period[], given: readonly Row[], effective: string): readonly Period[] {
  const last = standing.at(-1);
  const periods = new Map(standing.map((period) => [period.from, { ...period }]));
  const seen = new Set<string>();
  for (const row of given) {
    const silent = row.validFrom === '';
    const same =
      last !== undefined && silent && content(last.row) === content(row) && last.to === (row.validTo || null);
    const from = silent ? (same ? last.from : effective) : firstDay(row.validFrom ?? '');
    if (silent && !same && last !== undefined) expect(effective >= last.from, 'BAD_PERIOD').toBe(true);
    expect(seen.has(from), `DUPLICATE_KEY ${row.code} ${from}`).toBe(false);
    seen.add(from);
    periods.set(from, { from, to: row.validTo === '' ? null : firstDay(row.validTo ?? ''), row });
  }
  if (isRetired(standing)) expect(periods.size, `RETIRED_CODE ${given[0]?.code}`).toBe(standing.length);
  return closed([...periods.values()].sort((left, right) => (left.from < right.from ? -1 : 1)));
}

function closed(periods: readonly Period[]): readonly Period[] {
  for (const [index, period] of periods.entries()) {
    const next = periods[index + 1];
    if (next !== undefined) period.to ??= next.from;
    expect(period.from < (period.to ?? never), 'BAD_PERIOD').toBe(true);
    if (next !== undefined)
      expect((period.to ?? never) <= next.from, `OVERLAPPING_PERIODS ${next.row.code}`).toBe(true);
  }
  return periods;
}

function close(standing: readonly Period[], effective: string): readonly Period[] {
  const last = standing.at(-1);
  if (last === undefined) return standing;
  const tombstone = { from: effective, to: null, row: { ...last.row, state: 'RETIRED' } };
  return [...standing.slice(0, -1), { ...last, to: effective }, tombstone];
}

function isRetired(periods: readonly Period[]): boolean {
  return periods.at(-1)?.row.state === 'RETIRED';
}

const ignored = new Set([
  'validFrom',
  'validTo',
  'workerName',
  'workerPhone',
  'ownerName',
  'ownerId',
  'occupants',
  'phone',
]);

/** What a row says beside its validity and its sealed columns. */
export function content(row: Row): string {
  return JSON.stringify(Object.entries(row).filter(([column]) => !ignored.has(column)));
}

function signature(periods: readonly Period[]): string {
  return JSON.stringify(periods.map(({ from, to, row }) => [from, to, content(row)]));
}

import { floorAreaBandOf } from '../../schema/registers/houses/floor-area-band.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { CellsOfRow } from '../builders/publication-city.ts';

/** A register by code, each code's rows by day: a naive reading of the rules of publication. */
export type Model = ReadonlyMap<string, readonly StoredRow[]>;

type Draft = { -readonly [Field in keyof StoredRow]: StoredRow[Field] } & { silent: boolean };

/** The register after a file of good rows; rows with one key are left out, as the only fault that files of the model have. */
export function afterFile(before: Model, file: readonly CellsOfRow[], effective: string): Model {
  const after = new Map<string, readonly StoredRow[]>();
  const drafts = file.map(draftOf);
  const replaced = new Map<string, string>();
  const byCode = Map.groupBy(drafts, ({ code }) => code);
  for (const code of new Set([...before.keys(), ...byCode.keys()])) {
    const given = (byCode.get(code) ?? []).map((draft) => dated(draft, before.get(code) ?? [], effective));
    const single = given.filter((draft) => given.filter((other) => haveOneKey(draft, other)).length === 1);
    for (const { replaces, validFrom } of single) for (const other of replaces) replaced.set(other, validFrom);
    after.set(code, given.length === 0 ? (before.get(code) ?? []) : merged(before.get(code) ?? [], single));
  }
  for (const [code, rows] of after) {
    const last = rows.at(-1);
    const from = replaced.get(code);
    if (last === undefined) after.delete(code);
    else if (from !== undefined) after.set(code, retired(rows, from, 'STATED'));
    else if (!byCode.has(code)) after.set(code, retired(rows, effective, 'INFERRED'));
  }
  return after;
}

function haveOneKey(one: Draft, other: Draft): boolean {
  return one.validFrom === other.validFrom || (one.silent && other.silent);
}

function draftOf(cells: CellsOfRow): Draft {
  const number = (text = ''): number | null => (text === '' ? null : Number(text));
  const floorArea = number(cells.floorArea);
  return {
    ...{ code: cells.code ?? '', building: cells.building ?? '', room: cells.room || null, floor: number(cells.floor) },
    ...{
      use: cells.use || null,
      floorArea,
      floorAreaBand: floorAreaBandOf(floorArea),
      rented: cells.rented === 'true',
    },
    state: cells.state as StoredRow['state'],
    ...{ validFrom: cells.validFrom ?? '', validTo: cells.validTo || null, silent: !cells.validFrom },
    replaces: (cells.replaces ?? '')
      .split(' ')
      .filter((code) => code !== '')
      .sort(),
    retirement: cells.state === 'RETIRED' ? 'STATED' : null,
  };
}

/** A row without a day keeps that of the last row (leave alone an inferred end) if it says the same in public. */
function dated(draft: Draft, standing: readonly StoredRow[], effective: string): Draft {
  if (!draft.silent) return draft;
  const rows = alive(standing, [draft]);
  const last = rows.at(-1);
  const inPublic = ({
    floorArea: _area,
    rented: _rented,
    silent: _silent,
    validFrom: _from,
    retirement: _basis,
    ...rest
  }: Draft) => JSON.stringify(Object.entries(rest).sort());
  if (last !== undefined && draft.state === 'RETIRED' && last.state === 'RETIRED')
    return { ...draft, validFrom: last.validFrom };
  if (last !== undefined && inPublic({ ...last, silent: false }) === inPublic(draft))
    return { ...draft, validFrom: last.validFrom };
  return { ...draft, validFrom: effective };
}

/** The rows without an inferred retirement that the file speaks against, by a living row or another day. */
function alive(standing: readonly StoredRow[], given: readonly Draft[]): readonly StoredRow[] {
  const last = standing.at(-1);
  const agrees = given.some((row) => row.state === 'RETIRED' && (row.silent || row.validFrom === last?.validFrom));
  if (last?.retirement !== 'INFERRED' || agrees) return standing;
  return standing.slice(0, -1).map((row) => (row.validTo === last.validFrom ? { ...row, validTo: null } : row));
}

function merged(standing: readonly StoredRow[], given: readonly Draft[]): readonly StoredRow[] {
  if (given.length === 0) return standing;
  const rows = new Map(alive(standing, given).map((row) => [row.validFrom, row]));
  for (const { silent: _silent, ...row } of given) rows.set(row.validFrom, row as StoredRow);
  return closed([...rows.values()]);
}

function closed(rows: readonly StoredRow[]): readonly StoredRow[] {
  const sorted = rows.toSorted((one, other) => (one.validFrom < other.validFrom ? -1 : 1));
  return sorted.map((row, index) => ({ ...row, validTo: row.validTo ?? sorted[index + 1]?.validFrom ?? null }));
}

function retired(rows: readonly StoredRow[], from: string, retirement: 'STATED' | 'INFERRED'): readonly StoredRow[] {
  const last = rows.at(-1);
  if (last === undefined) return rows;
  if (last.state !== 'RETIRED') {
    const tombstone: StoredRow = { ...last, state: 'RETIRED', validFrom: from, validTo: null, retirement };
    return closed([...rows.filter(({ validFrom }) => validFrom !== from), tombstone]);
  }
  return retirement === 'STATED' ? [...rows.slice(0, -1), { ...last, retirement }] : rows;
}

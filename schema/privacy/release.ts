import { type AsOf, codeOfKey } from '../reading/as-of.ts';
import type { Withholdable } from '../registers/records.ts';
import type { Register } from '../registers/register.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { Entry, Json } from '../tree/entry.ts';
import type { Access, ReadableField } from './access.ts';
import type { FieldClass } from './field-class.ts';

declare const gate: unique symbol;

/** Where released rows keep what they were released from. */
export const origin: unique symbol = Symbol('origin');

/** What rows that were released together have in common. */
export interface Origin<R extends RegisterName = RegisterName> {
  readonly register: Register<R>;
  readonly asOf: AsOf;
  readonly access: Access;
  /** Rows that these rows point at, by field and code, as far as they were read ahead. */
  readonly related: Map<string, ReadonlyMap<string, AnyReleased>>;
}

/** What is told of a row besides its own columns; absent where nobody asked. */
export interface Provenance {
  readonly knownFrom?: string | null;
  readonly knownTo?: string | null;
  readonly replacedBy?: readonly string[];
}

/** The same of rows side by side, by what is told. */
export type ToldOfRows = { readonly [Told in keyof Provenance]: readonly Provenance[Told][] };

/**
 * A row that passed the gate: fields that the viewer may not read are null. Only `release` makes one, and every type of
 * the schema that shows a register is over one, so a resolver that goes round the gate does not compile.
 */
export type Released<R extends RegisterName> = R extends RegisterName
  ? Withholdable<R> & Provenance & { readonly [gate]: R; readonly [origin]: Origin<R> }
  : never;

/** A released row of whatever register. */
export type AnyReleased = Released<RegisterName>;

/** Rows as the class trees hold them, side by side: values are `[knownFrom, ...fields in layout order]`. */
export interface StoredRows {
  readonly open: readonly Entry[];
  /** Trees that were not read are absent: what is not read cannot leak. */
  readonly restricted: ReadonlyMap<FieldClass, readonly (Entry | null)[]>;
  readonly provenance: ToldOfRows | null;
}

/** The gate: copies what the viewer may read into new rows, and nothing else. */
export function release<R extends RegisterName>(rows: StoredRows, from: Origin<R>): readonly Released<R>[] {
  const columns = readColumns(rows, from);
  const shown = columns.filter(({ places }) => places.length > 0);
  const depends = shown.some(({ closedFor }) => closedFor !== null);
  const told = Object.entries(rows.provenance ?? {});
  // To copy an object that has all its fields takes a third of the time that adding them one by one does.
  const empty: Readonly<Record<string | symbol, unknown>> = {
    [origin]: from,
    ...Object.fromEntries(columns.map(({ field }) => [field, null])),
    ...Object.fromEntries(told.map(([name]) => [name, null])),
  };
  return rows.open.map(([key], position) => {
    const row: Record<string | symbol, unknown> = { ...empty };
    const record = depends ? { code: codeOfKey(key) } : null;
    for (const { field, places, closedFor } of shown) {
      if (closedFor !== null && record !== null && closedFor(record) !== null) continue;
      const value = valueAt(places, position);
      if (value !== null) row[field] = value;
    }
    for (const [name, values] of told) row[name] = values[position];
    return row as unknown as Released<R>;
  });
}

interface Place {
  readonly entries: readonly (Entry | null)[];
  readonly index: number;
}

interface ReadColumn {
  readonly field: string;
  /** Empty for what is closed or was not read. */
  readonly places: readonly Place[];
  readonly closedFor: ReadableField['closedFor'];
}

/** At most one place holds the value of a row. */
function valueAt(places: readonly Place[], position: number): Json {
  for (const { entries, index } of places) {
    const value = (entries[position]?.[3] as readonly Json[] | undefined)?.[index];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

/** Every field of today's policy, with the rows to copy it from. */
function readColumns(rows: StoredRows, { register, access }: Origin): ReadColumn[] {
  return Object.keys(register.policies).map((field) => {
    const { columns = [], closedFor = null } = access.readable.get(field) ?? {};
    const places = columns.flatMap((column): Place[] => {
      const entries = column.class === 'open' ? rows.open : rows.restricted.get(column.class);
      return entries === undefined ? [] : [{ entries, index: column.position + 1 }];
    });
    return { field, places, closedFor };
  });
}

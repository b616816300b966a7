import type { AsOf } from '../reading/as-of.ts';
import type { Withholdable } from '../registers/records.ts';
import type { Register } from '../registers/register.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { Entry, Json } from '../tree/entry.ts';
import type { Access } from './access.ts';
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
  readonly provenance: readonly Provenance[] | null;
}

/** The gate: copies what the viewer may read into new rows, and nothing else. */
export function release<R extends RegisterName>(rows: StoredRows, from: Origin<R>): readonly Released<R>[] {
  const columns = readColumns(rows, from);
  return rows.open.map((_, position) => {
    const row: Record<string | symbol, unknown> = { [origin]: from };
    for (const { field, entries, place } of columns) {
      const value = entries === null ? null : (entries[position]?.[3] as readonly Json[] | undefined);
      row[field] = value?.[place] ?? null;
    }
    if (rows.provenance !== null) Object.assign(row, rows.provenance[position]);
    return row as unknown as Released<R>;
  });
}

interface ReadColumn {
  readonly field: string;
  readonly entries: readonly (Entry | null)[] | null;
  readonly place: number;
}

/** Every field of today's policy, each with the rows to copy it from; null for what is closed or was not read. */
function readColumns(rows: StoredRows, { register, access }: Origin): ReadColumn[] {
  return Object.keys(register.policies).map((field) => {
    const column = access.readable.get(field);
    if (column === undefined) return { field, entries: null, place: 0 };
    const entries = column.class === 'open' ? rows.open : (rows.restricted.get(column.class) ?? null);
    return { field, entries, place: column.position + 1 };
  });
}

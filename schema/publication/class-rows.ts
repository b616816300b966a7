import { dayText } from '../dates/day.ts';
import type { FieldClass } from '../privacy/field-class.ts';
import type { StoredRow } from '../registers/register.ts';
import type { Entry, Json } from '../tree/entry.ts';
import { endOf, startOf } from './periods.ts';
import type { PlacedFields } from './placed-fields.ts';

/** The part of a row that lies in one class tree: the publication it is known from, then its fields in layout order. */
export type Part = readonly [knownFrom: number, ...fields: Json[]];

/** The key of a row: code and first day. The same in every class tree. */
export function rowKey(row: StoredRow): string {
  return `${row.code} ${dayText(startOf(row))}`;
}

/** The code that a key begins with. */
export function codeOfKey(key: string): string {
  return key.slice(0, key.indexOf(' '));
}

/** The days on which a row is live; a tombstone is live on none. */
export function livePeriod(row: StoredRow): readonly [from: number, to: number | null] {
  return row.state === 'RETIRED' ? [0, 0] : [startOf(row), endOf(row)];
}

/** A row's entry in the tree of one class, under its key. Only the open tree knows when a row is live. */
export function rowEntry(row: StoredRow, fieldClass: FieldClass, part: Part, key = rowKey(row)): Entry {
  if (fieldClass !== 'open') return [key, 0, null, part];
  const period = livePeriod(row);
  return [key, period[0], period[1], part];
}

/** The entry of a belief that no longer stands, known from `part[0]` up to, but not in, publication `knownTo`. */
export function supersededEntry(key: string, part: Part, knownTo: number): Entry {
  const [knownFrom, ...fields] = part;
  return [`${key} ${String(knownFrom).padStart(8, '0')}`, 0, null, [knownFrom, knownTo, ...fields]];
}

/** The part of `row` that `fields` name, known from `knownFrom`; null where the field lies in another part. */
export function partOf(row: StoredRow, fields: PlacedFields, knownFrom: number): Part {
  const part: Json[] = [knownFrom];
  for (const field of fields) part.push(field === null ? null : (row[field] ?? null));
  return part as unknown as Part;
}

/** True when both parts hold the same fields, whenever they became known. */
export function samePart(one: Part, other: Part): boolean {
  for (let index = 1; index < Math.max(one.length, other.length); index += 1) {
    const value = one[index];
    const counterpart = other[index];
    if (value !== counterpart && JSON.stringify(value) !== JSON.stringify(counterpart)) return false;
  }
  return true;
}

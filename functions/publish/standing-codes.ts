import type { RegisterEdition } from '../../schema/ports.ts';
import { type FieldClass, fieldClasses } from '../../schema/privacy/field-class.ts';
import { codeOfKey, type Part } from '../../schema/publication/class-rows.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import type { Entry } from '../../schema/tree/entry.ts';
import { getGroups } from '../../schema/tree/get.ts';
import type { KeyRange } from '../../schema/tree/key-range.ts';
import { scanLeaves } from '../../schema/tree/scan.ts';

/** A row that stands, whole, and its part in each class tree. */
export interface StandingRow {
  readonly row: StoredRow;
  readonly parts: { readonly [C in FieldClass]?: Part };
}

/** All rows that stand under one code, by first day. */
export interface StandingCode {
  readonly code: string;
  readonly rows: readonly StandingRow[];
}

type Layout = RegisterEdition['layout'];

/** Streams the codes of a register one by one. */
export async function* standingCodes(
  edition: RegisterEdition | undefined,
  blocks: (fieldClass: FieldClass) => Blocks,
): AsyncGenerator<StandingCode> {
  for await (const codes of standingBatches(edition, blocks)) yield* codes;
}

/** Streams the codes of a range of a register in arrays, its class trees side by side. */
export async function* standingBatches(
  edition: RegisterEdition | undefined,
  blocks: (fieldClass: FieldClass) => Blocks,
  range: KeyRange = {},
): AsyncGenerator<readonly StandingCode[]> {
  if (edition === undefined) return;
  const open = edition.trees['rows.open'] ?? null;
  if (open === null) return;
  const others = fieldClasses
    .filter((fieldClass) => fieldClass !== 'open' && edition.layout[fieldClass] !== undefined)
    .map((fieldClass) =>
      followed(fieldClass, scanLeaves(edition.trees[`rows.${fieldClass}`] ?? null, range, blocks(fieldClass))),
    );
  let code = '';
  let rows: StandingRow[] = [];
  for await (const entries of scanLeaves(open, range, blocks('open'))) {
    const codes: StandingCode[] = [];
    for (const entry of entries) {
      const next = codeOfKey(entry[0]);
      if (next !== code) {
        if (rows.length > 0) codes.push({ code, rows });
        rows = [];
      }
      code = next;
      const parts: { [C in FieldClass]?: Part } = { open: entry[3] as Part };
      for (const other of others) {
        const going = other.goTo(entry[0]);
        if (going !== undefined) await going;
        const part = other.at(entry[0]);
        if (part !== null) parts[other.fieldClass] = part;
      }
      rows.push({ row: rowOf(parts, edition.layout), parts });
    }
    if (codes.length > 0) yield codes;
  }
  if (rows.length > 0) yield [{ code, rows }];
}

/** All rows of the codes asked for, whole; a code without rows is absent. */
export async function standingRowsOf(
  edition: RegisterEdition | undefined,
  codes: readonly string[],
  blocks: (fieldClass: FieldClass) => Blocks,
): Promise<ReadonlyMap<string, readonly StandingRow[]>> {
  const parts = new Map<string, { [C in FieldClass]?: Part }>();
  if (edition === undefined) return new Map();
  const prefixes = codes.map((code) => `${code} `);
  for (const fieldClass of Object.keys(edition.layout) as FieldClass[]) {
    const groups = await getGroups(edition.trees[`rows.${fieldClass}`] ?? null, prefixes, blocks(fieldClass));
    for (const [key, , , part] of groups.flat()) {
      const known = parts.get(key) ?? {};
      known[fieldClass] = part as Part;
      parts.set(key, known);
    }
  }
  const keys = [...parts.keys()].sort();
  return Map.groupBy(
    keys.map((key): StandingRow => ({ row: rowOf(parts.get(key) ?? {}, edition.layout), parts: parts.get(key) ?? {} })),
    ({ row }) => row.code,
  );
}

/** The whole row that its parts make; a field that no tree holds yet is null, of several that may hold it one does. */
export function rowOf(parts: StandingRow['parts'], layout: Layout): StoredRow {
  const row: { [field: string]: unknown } = {};
  for (const [fieldClass, fields] of Object.entries(layout) as [FieldClass, readonly string[]][]) {
    const part = parts[fieldClass];
    for (const [index, field] of fields.entries()) row[field] = part?.[index + 1] ?? row[field] ?? null;
  }
  return row as StoredRow;
}

interface Followed {
  readonly fieldClass: FieldClass;
  /** Goes on until nothing comes before `key`; keys must ascend. A promise only where the next entries are not at hand. */
  goTo(key: string): Promise<void> | undefined;
  /** The part under `key`, to which it went. */
  at(key: string): Part | null;
}

function followed(fieldClass: FieldClass, leaves: AsyncGenerator<readonly Entry[]>): Followed {
  let entries: readonly Entry[] = [];
  let at = 0;
  let ended = false;
  const isThere = (key: string): boolean => {
    while (at < entries.length && (entries[at]?.[0] ?? '') < key) at += 1;
    return ended || at < entries.length;
  };
  const turnTo = async (key: string): Promise<void> => {
    while (!isThere(key)) {
      const next = await leaves.next();
      ended = next.done === true;
      entries = next.done === true ? [] : next.value;
      at = 0;
    }
  };
  return {
    fieldClass,
    goTo: (key) => (isThere(key) ? undefined : turnTo(key)),
    at: (key) => (entries[at]?.[0] === key ? ((entries[at]?.[3] ?? null) as Part | null) : null),
  };
}

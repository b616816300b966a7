import type { RegisterEdition } from '../../schema/ports.ts';
import { type FieldClass, fieldClasses } from '../../schema/privacy/field-class.ts';
import { codeOfKey, type Part } from '../../schema/publication/class-rows.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import type { Entry } from '../../schema/tree/entry.ts';
import { getGroups } from '../../schema/tree/get.ts';
import type { KeyRange } from '../../schema/tree/key-range.ts';
import { scan } from '../../schema/tree/scan.ts';

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

/** Streams the codes of a range of a register one by one, its class trees side by side. */
export async function* standingCodes(
  edition: RegisterEdition | undefined,
  blocks: (fieldClass: FieldClass) => Blocks,
  range: KeyRange = {},
): AsyncGenerator<StandingCode> {
  if (edition === undefined) return;
  const open = edition.trees['rows.open'] ?? null;
  if (open === null) return;
  const others = fieldClasses
    .filter((fieldClass) => fieldClass !== 'open' && edition.layout[fieldClass] !== undefined)
    .map((fieldClass) =>
      followed(fieldClass, scan(edition.trees[`rows.${fieldClass}`] ?? null, range, blocks(fieldClass))),
    );
  let code = '';
  let rows: StandingRow[] = [];
  for await (const entry of scan(open, range, blocks('open'))) {
    const next = codeOfKey(entry[0]);
    if (next !== code && rows.length > 0) yield { code, rows };
    if (next !== code) rows = [];
    code = next;
    const parts: { [C in FieldClass]?: Part } = { open: entry[3] as Part };
    for (const other of others) {
      const part = await other.at(entry[0]);
      if (part !== null) parts[other.fieldClass] = part;
    }
    rows.push({ row: rowOf(parts, edition.layout), parts });
  }
  if (rows.length > 0) yield { code, rows };
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
  /** The part under `key`; keys must ascend. A promise only where the next entries are not at hand. */
  at(key: string): Promise<Part | null>;
}

function followed(fieldClass: FieldClass, entries: AsyncGenerator<Entry>): Followed {
  let ahead: Entry | null = null;
  return {
    fieldClass,
    async at(key) {
      while (ahead === null || ahead[0] < key) {
        const next = await entries.next();
        if (next.done === true) return null;
        ahead = next.value;
      }
      return ahead[0] === key ? (ahead[3] as Part) : null;
    },
  };
}

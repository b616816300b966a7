import type { Edition, RegisterEdition } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import type { Part } from '../../schema/publication/class-rows.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { getGroups } from '../../schema/tree/get.ts';
import { rowOf } from './standing-codes.ts';

/** Open fields of all rows of the codes asked for; a code without rows is absent. */
export async function openRows(
  edition: RegisterEdition | undefined,
  codes: ReadonlySet<string>,
  blocks: (fieldClass: FieldClass) => Blocks,
): Promise<Map<string, readonly StoredRow[]>> {
  const found = new Map<string, readonly StoredRow[]>();
  const root = edition?.trees['rows.open'] ?? null;
  if (edition === undefined || root === null || codes.size === 0) return found;
  const wanted = [...codes];
  const groups = await getGroups(
    root,
    wanted.map((code) => `${code} `),
    blocks('open'),
  );
  for (const [index, group] of groups.entries()) {
    if (group.length === 0) continue;
    found.set(
      wanted[index] ?? '',
      group.map((entry) => rowOf({ open: entry[3] as Part }, edition.layout)),
    );
  }
  return found;
}

/** Rows of several registers by code. */
export type RowsByRegister = Map<RegisterName, Map<string, readonly StoredRow[]>>;

/** Looks codes of several registers up in one edition. */
export async function openRowsOf(
  edition: Edition | null,
  wanted: ReadonlyMap<RegisterName, ReadonlySet<string>>,
  blocks: (fieldClass: FieldClass) => Blocks,
): Promise<RowsByRegister> {
  const found: RowsByRegister = new Map();
  for (const [register, codes] of wanted)
    found.set(register, await openRows(edition?.registers[register], codes, blocks));
  return found;
}

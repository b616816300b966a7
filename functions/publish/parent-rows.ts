import type { RegisterEdition } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import type { PointedAt } from '../../schema/publication/admission.ts';
import type { Part } from '../../schema/publication/class-rows.ts';
import type { StoredRow } from '../../schema/registers/register.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { getGroups } from '../../schema/tree/get.ts';
import type { JoinedCode } from './join-codes.ts';
import type { PublicationState } from './publication-state.ts';
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
export type RowsByRegister = ReadonlyMap<RegisterName, ReadonlyMap<string, readonly StoredRow[]>>;

/** The standing rows that the given codes point at, in the file or as they stand. */
export async function rowsPointedAt(chunk: readonly JoinedCode[], state: PublicationState): Promise<RowsByRegister> {
  const wanted = new Map<RegisterName, Set<string>>();
  for (const { column, register } of state.source.parents) {
    const codes = wanted.get(register) ?? new Set<string>();
    wanted.set(register, codes);
    for (const { incoming, standing } of chunk) {
      for (const { row } of incoming) if (typeof row[column] === 'string') codes.add(row[column]);
      for (const { row } of standing) if (typeof row[column] === 'string') codes.add(row[column]);
    }
  }
  const found = new Map<RegisterName, ReadonlyMap<string, readonly StoredRow[]>>();
  const read = async (register: RegisterName, codes: ReadonlySet<string>) =>
    found.set(register, await openRows(state.base?.registers[register], codes, state.store.blocks));
  for (const [register, codes] of wanted) await read(register, codes);
  for (const { register, beyond } of state.source.parents)
    if (beyond !== undefined) await read(beyond.register, codesIn(found.get(register), beyond.column));
  return found;
}

function codesIn(rows: ReadonlyMap<string, readonly StoredRow[]> | undefined, column: string): ReadonlySet<string> {
  const codes = [...(rows?.values() ?? [])].flat().map((row) => row[column]);
  return new Set(codes.filter((code) => typeof code === 'string'));
}

/** Looks rows up in `found`. A register that refers to itself also knows the rows of the file, whatever their order. */
export function pointedAtIn(found: RowsByRegister, { register: own, said }: PublicationState): PointedAt {
  return (register, code) => {
    const rows = found.get(register)?.get(code) ?? [];
    return register === own.name ? [...rows, ...said.ownRows(code)] : rows;
  };
}

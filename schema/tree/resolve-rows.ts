import type { Blocks } from './blocks.ts';
import { brokenTree } from './broken-tree.ts';
import type { Entry } from './entry.ts';
import { openPieces } from './open.ts';
import { isOverflowRow, type OverflowRow, type Row } from './row.ts';

/** Rows with their long values: one more round trip if there are any, else none. */
export async function resolveRows(rows: readonly Row[], blocks: Blocks): Promise<readonly Entry[]> {
  if (!rows.some(isOverflowRow)) return rows as readonly Entry[];
  const long = rows.filter(isOverflowRow);
  const pieces = await openPieces(
    long.flatMap((row) => row[4].pieces),
    blocks,
  );
  let at = 0;
  return rows.map((row) => {
    if (!isOverflowRow(row)) return row;
    const start = at;
    at += row[4].pieces.length;
    return resolved(
      row,
      pieces.slice(start, at).map((piece) => piece.bytes),
    );
  });
}

function resolved(row: OverflowRow, pieces: readonly Uint8Array[]): Entry {
  const [key, from, to, , { bytes, pieces: references }] = row;
  const whole = Buffer.concat(pieces);
  const first = references[0];
  if (first !== undefined && whole.length !== bytes) {
    throw brokenTree('MISPLACED', first, `the value must have ${bytes} bytes in all, has ${whole.length}`);
  }
  return [key, from, to, JSON.parse(whole.toString())];
}

/** The same for many groups of rows, all in one round trip. */
export async function resolveGroups(
  groups: readonly (readonly Row[])[],
  blocks: Blocks,
): Promise<readonly (readonly Entry[])[]> {
  if (!groups.some((group) => group.some(isOverflowRow))) return groups as readonly (readonly Entry[])[];
  const entries = await resolveRows(groups.flat(), blocks);
  let at = 0;
  return groups.map((group) => {
    const start = at;
    at += group.length;
    return entries.slice(start, at);
  });
}

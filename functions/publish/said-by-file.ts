import type { DatedRow } from '../../schema/publication/code-case.ts';
import { type Lineage, lineageOf, type Replacement } from '../../schema/publication/lineage.ts';
import { startOf } from '../../schema/publication/periods.ts';
import type { StoredRow } from '../../schema/registers/register.ts';

/** What the rows of a file say of each other. */
export interface SaidByFile {
  readonly lineage: Lineage;
  /** Rows of the file under a code, for a register that refers to itself; none for others. */
  ownRows(code: string): readonly StoredRow[];
}

/** The word of the rows in `taken`, those of a register that `refersToItself` or not; `stated` is what all rows say. */
export function saidBy(
  taken: readonly DatedRow[],
  stated: readonly Replacement[],
  refersToItself: boolean,
): SaidByFile {
  const accepted = taken.flatMap(({ row }) =>
    row.replaces.map((replaced): Replacement => ({ code: row.code, replaced, from: startOf(row) })),
  );
  const own = Map.groupBy(refersToItself ? taken.map(({ row }) => row) : [], ({ code }) => code);
  return { lineage: lineageOf(stated, accepted), ownRows: (code) => own.get(code) ?? [] };
}

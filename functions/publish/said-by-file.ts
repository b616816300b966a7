import type { DatedRow } from '../../schema/publication/code-case.ts';
import { type Lineage, lineageOf, type Replacement } from '../../schema/publication/lineage.ts';
import { startOf } from '../../schema/publication/periods.ts';
import type { StoredRow } from '../../schema/registers/register.ts';

/** The rows of a file that speak of other rows of it. */
export interface Statements {
  /** Those that count. */
  readonly taken: readonly DatedRow[];
  /** What all rows say, counting or not. */
  readonly stated: readonly Replacement[];
  /** Whether the register refers to itself, so that rows may be each other's parents. */
  readonly refersToItself: boolean;
}

/** What the rows of a file say of each other. */
export interface SaidByFile {
  readonly lineage: Lineage;
  /** Rows of the file under a code, for a register that refers to itself; none for others. */
  ownRows(code: string): readonly StoredRow[];
}

/** The word of a file's statements. */
export function saidBy({ taken, stated, refersToItself }: Statements): SaidByFile {
  const accepted = taken.flatMap(({ row }) =>
    row.replaces.map((replaced): Replacement => ({ code: row.code, replaced, from: startOf(row) })),
  );
  const own = Map.groupBy(refersToItself ? taken.map(({ row }) => row) : [], ({ code }) => code);
  return { lineage: lineageOf(stated, accepted), ownRows: (code) => own.get(code) ?? [] };
}

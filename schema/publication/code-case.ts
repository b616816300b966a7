import type { Day } from '../dates/day.ts';
import type { IncomingRow, StoredRow } from '../registers/register.ts';
import type { Finding } from './finding.ts';

/** A source row after its cells were read; an empty `validFrom` still waits for the effective date. */
export interface SourceRow {
  readonly line: number;
  readonly row: IncomingRow;
}

/** A source row whose period is known. */
export interface DatedRow {
  readonly line: number;
  readonly row: StoredRow;
}

/** All that is known of one code when its publication is decided. */
export interface CodeCase {
  readonly code: string;
  /** Rows that stand, by `validFrom`. */
  readonly standing: readonly StoredRow[];
  /** Rows of the file that may come in. */
  readonly incoming: readonly SourceRow[];
  /** Rows of the file that were refused for what they point at, or for where they lie. */
  readonly refused: readonly SourceRow[];
  /** Day from which the publication speaks. */
  readonly effective: Day;
  /** True when a row of the file with this code could not be read: nothing is inferred from its absence. */
  readonly unread: boolean;
  /** True when the code's present community lies in what is published. */
  readonly inScope: boolean;
  /** Day on which another row of the file says that it takes this code's place. */
  readonly replacedFrom: Day | null;
  /** True when absence cannot be trusted: the file holds a row whose code cannot be read. */
  readonly held: boolean;
  /** Fields that are not open for this code. */
  readonly restricted: ReadonlySet<string>;
}

/** What stands after the publication, and how it came about. */
export interface Outcome {
  /** Rows that stand afterwards, by `validFrom`; equal objects are untouched rows. */
  readonly rows: readonly StoredRow[];
  /** Rows of the file that were taken. */
  readonly taken: readonly DatedRow[];
  /** First day of a retirement that this publication made. */
  readonly retiredFrom: Day | null;
  /** True when the code would have been retired, had every row's code been readable. */
  readonly held: boolean;
  readonly findings: readonly Finding[];
}

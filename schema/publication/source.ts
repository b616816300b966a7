import type { Day } from '../dates/day.ts';
import type { MultiPolygon } from '../geometry/multi-polygon.ts';
import type { IncomingRow } from '../registers/register.ts';
import type { RegisterName } from '../registers/register-name.ts';
import type { Json } from '../tree/entry.ts';
import type { PointedAt } from './admission.ts';
import type { SourceRow } from './code-case.ts';
import type { Column } from './column.ts';
import type { Finding } from './finding.ts';

/** Rows of a file as they may be stored, those that may not come in, and findings that tell of both. */
export interface Withheld {
  readonly rows: readonly SourceRow[];
  readonly refused: readonly SourceRow[];
  readonly findings: readonly Finding[];
}

/** Values of a row as its cells were read, by field. */
export type Cells = { readonly [field: string]: Json };

/** A column of a register that names a row of another one (or of its own). */
export interface Parent {
  readonly column: string;
  readonly register: RegisterName;
  /** A row whose code does not begin with the parent's differs from it by prefix: a warning, never an error. */
  readonly prefix: boolean;
  /** What the parent itself points at, where that tells something of the row. */
  readonly beyond?: { readonly column: string; readonly register: RegisterName };
}

const rejected = Symbol('rejected');

/** Why the cells of a row cannot stand together, and the column to look at. The message completes "Cannot take …". */
export interface RowRejection {
  readonly [rejected]: true;
  readonly column: string;
  readonly message: string;
}

/** Refuses a row for `column`; `geometry` is that of GeoJSON. */
export function rejectRow(column: string, message: string): RowRejection {
  return { [rejected]: true, column, message };
}

/** True for a row that is refused. */
export function isRejection(completed: Cells | RowRejection): completed is RowRejection {
  return rejected in completed;
}

/** How the source files of one register are read. */
export interface Source {
  /** The column that names a row; `code` where it is not said. */
  readonly key?: string;
  /** Every column of the file; `sealed` ones are dropped at the door and may be absent. */
  readonly columns: { readonly [name: string]: Column | 'sealed' };
  readonly geometry: 'none' | 'optional' | 'required';
  readonly parents: readonly Parent[];
  /** The column whose community tells in which district a row lies; null: the row's own code is a division. */
  readonly district: string | null;
  /** Makes the stored fields of a row from its cells (and shape), or refuses them. */
  complete(cells: Cells, shape: MultiPolygon | null): Cells | RowRejection;
  /** True for a row that tells of what is no more: it is enough that what it points at once existed. */
  isPast?(row: IncomingRow): boolean;
  /** The rows of one code without what must not be stored as they say it, beside those that stand. */
  withhold?(rows: readonly SourceRow[], standing: readonly IncomingRow[]): Withheld;
  /** Fills in fields that follow from what the row points at on the day. */
  derive?(row: IncomingRow, pointedAt: PointedAt, day: Day): IncomingRow;
}

import type { Day } from '../../schema/dates/day.ts';
import type { Edition } from '../../schema/ports.ts';
import type { Admission, PointedAt } from '../../schema/publication/admission.ts';
import type { Finding } from '../../schema/publication/finding.ts';
import type { Findings } from '../../schema/publication/findings.ts';
import type { Lineage } from '../../schema/publication/lineage.ts';
import type { Lines } from '../../schema/publication/next-editions.ts';
import type { SourceRow } from '../../schema/publication/reconcile.ts';
import type { Source } from '../../schema/publication/source.ts';
import type { Register, StoredRow } from '../../schema/registers/register.ts';
import type { PublicationBlocks } from './publication-blocks.ts';
import type { KeyedText } from './sorting/keyed-text.ts';

/** One attempt at a publication: the parsed file, and the editions that it builds on. */
export interface PublicationState {
  readonly register: Register;
  readonly source: Source;
  readonly effective: Day;
  readonly lines: Lines;
  /** GOVERNMENT's newest edition: it names every tree. */
  readonly base: Edition | null;
  readonly store: PublicationBlocks;
  readonly folder: string;
  readonly findings: Findings;
  readonly lineage: Lineage;
  readonly district: Admission['district'];
  readonly rejected: number;
  readonly rejectedCodes: ReadonlySet<string>;
  readonly unreadable: boolean;
  /** The file's good rows by code and first day; may be read again. */
  sorted(): AsyncIterable<readonly KeyedText[]>;
  /** Rows of the file itself, for a register that refers to itself; empty for others. */
  ownRows(code: string): readonly StoredRow[];
  /** What speaks against where a row lies: outside the boundary of its division. */
  placeFindings(incoming: SourceRow, pointedAt: PointedAt): readonly Finding[];
  onProgress(stage: string, rows: number): void;
}

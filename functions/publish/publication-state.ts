import type { Day } from '../../schema/dates/day.ts';
import type { Edition } from '../../schema/ports.ts';
import type { AlwaysOpen } from '../../schema/privacy/record-class.ts';
import type { Admission } from '../../schema/publication/admission.ts';
import type { SourceRow } from '../../schema/publication/code-case.ts';
import type { Finding } from '../../schema/publication/finding.ts';
import type { Findings } from '../../schema/publication/findings.ts';
import type { Lines } from '../../schema/publication/next-editions.ts';
import type { Source } from '../../schema/publication/source.ts';
import type { Register } from '../../schema/registers/register.ts';
import type { KeyRange } from '../../schema/tree/key-range.ts';
import type { PublicationBlocks } from './publication-blocks.ts';
import type { SaidByFile } from './said-by-file.ts';
import type { KeyedText } from './sorting/keyed-text.ts';

/** The district to which a publication is limited. */
export interface PublishedDistrict extends NonNullable<Admission['district']> {
  /** False where no division has that code, neither in the register nor in the file. */
  readonly exists: boolean;
}

/** One attempt at a publication: the parsed file, and the editions that it builds on. */
export interface PublicationState {
  readonly register: Register;
  readonly source: Source;
  /** Fields of a record that not everyone may read. */
  readonly restrictedFields: (record: AlwaysOpen) => ReadonlySet<string>;
  readonly effective: Day;
  readonly lines: Lines;
  /** GOVERNMENT's newest edition: it names every tree. */
  readonly base: Edition | null;
  readonly store: PublicationBlocks;
  readonly folder: string;
  readonly findings: Findings;
  readonly said: SaidByFile;
  readonly district: PublishedDistrict | null;
  readonly rejectedCodes: ReadonlySet<string>;
  readonly unreadable: boolean;
  /** The codes that are merged here: all, or one part of them. */
  readonly range: KeyRange;
  /** The file's good rows in the range, by code and first day; may be read again. */
  sorted(): AsyncIterable<readonly KeyedText[]>;
  /** What speaks against where a row lies: outside the boundary of its division. */
  placeFindings(incoming: SourceRow): readonly Finding[];
  onProgress(stage: string, rows: number): void;
}

/** Why a row, or a whole publication, was refused or warned about. */
export type FindingReason =
  | 'BAD_CODE'
  | 'BAD_DATE'
  | 'BAD_NUMBER'
  | 'BAD_VALUE'
  | 'BAD_GEOMETRY'
  | 'REPAIRED_GEOMETRY'
  | 'MISSING_PARENT'
  | 'STILL_REFERENCED'
  | 'DUPLICATE_KEY'
  | 'OVERLAPPING_PERIODS'
  | 'BAD_PERIOD'
  | 'TELLING_DATE'
  | 'OUTSIDE_DISTRICT'
  | 'RETIRED_CODE'
  | 'REINSTATED'
  | 'CONTRADICTION'
  | 'CYCLE'
  | 'PERSON_DATA'
  | 'BAD_ENCODING'
  | 'TRUNCATED'
  | 'UNKNOWN_FORMAT'
  | 'UNKNOWN_COLUMN'
  | 'MISSING_COLUMN'
  | 'PREFIX_DIFFERS'
  | 'OVERLAP'
  | 'GAP'
  | 'EMPTY'
  | 'BAD_HEADER'
  | 'BAD_QUOTING'
  | 'BAD_JSON'
  | 'BAD_GZIP'
  | 'BAD_CRS'
  | 'TOO_LARGE'
  | 'TOO_MANY_RETIREMENTS'
  | 'TOO_MANY_REJECTIONS'
  | 'FAILED';

/** One thing that the report says; members are absent where they have no meaning. Errors reject their row. */
export interface Finding {
  readonly level: 'error' | 'warning';
  readonly reason: FindingReason;
  /** Line where the record starts; in GeoJSON the number of the feature, from 1. */
  readonly line?: number;
  readonly column?: string;
  /** The cell, only where it cannot be person data; else its length. */
  readonly value?: string;
  readonly message: string;
  readonly codes?: readonly string[];
  readonly areaM2?: number;
  /** [longitude, latitude] in degrees, inside the place meant. */
  readonly point?: readonly [number, number];
}

/** What one publication did or refused to do. Figures of rows count source rows; `retired` counts codes. */
export interface PublicationReport {
  readonly register: string;
  readonly district: string | null;
  readonly dryRun: boolean;
  readonly published: boolean;
  /** True when the data are to blame for nothing having become visible (or, in a dry run, would be). */
  readonly refused: boolean;
  /** Numbers of GOVERNMENT's line. */
  readonly edition: number;
  readonly seq: number;
  readonly rows: number;
  readonly inserted: number;
  readonly updated: number;
  readonly retired: number;
  readonly retirementsHeld: number;
  readonly unchanged: number;
  readonly rejected: number;
  readonly blocksWritten: number;
  /** Sealed cells that were dropped, by column. */
  readonly sealed: { readonly [column: string]: number };
  readonly findings: readonly Finding[];
  readonly findingsOmitted: number;
  readonly durationMs: number;
}

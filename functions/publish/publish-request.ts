import type { Day } from '../../schema/dates/day.ts';
import type { RegisterName } from '../../schema/registers/register-name.ts';

/** One source file and how it is to be taken. */
export interface PublishRequest {
  readonly register: RegisterName;
  readonly bytes: AsyncIterable<Uint8Array>;
  /** File name or object key: tells the format, and names the report. */
  readonly name: string;
  /** Name of the report; null: made of register and file name. */
  readonly report: string | null;
  /** Limits the publication to one district (6 digits); null: the whole register. */
  readonly district: string | null;
  /** Day from which the file speaks. Fixed when the publication starts. */
  readonly effective: Day;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly dryRun: boolean;
  /** Overlaps and gaps of grids refuse the publication. */
  readonly strict: boolean;
  readonly ignoreUnknown: boolean;
  readonly allowRetirements: boolean;
  /** Largest share of rows that may be rejected, from 0 to 1. */
  readonly maxRejected: number;
  /** Folder for what is sorted on disk; must exist. */
  readonly folder: string;
  /** Characters of rows that are kept in memory before they are sorted on disk. */
  readonly sortMemory: number;
  onProgress(stage: string, rows: number): void;
}

/** Options that a caller need not name. */
export const publishDefaults = {
  report: null,
  district: null,
  dryRun: false,
  strict: false,
  ignoreUnknown: false,
  allowRetirements: false,
  maxRejected: 0.05,
  sortMemory: 16 * 1024 * 1024,
  onProgress: () => undefined,
} as const satisfies Partial<PublishRequest>;

import type { SourceStore, Store, WorkStore } from '../../../schema/ports.ts';
import type { PublicationStore } from '../publish.ts';

/** How large the parts are that one step works on. They decide on time and memory, never on what is published. */
export interface StepSizes {
  /** Bytes of raw rows in a part of the source. */
  readonly part: number;
  /** Rows, of file and register together, that one step merges. */
  readonly range: number;
  /** Changes of one tree that one step builds. */
  readonly task: number;
  /** Characters in a page of a run. */
  readonly page: number;
  /** Characters of rows in memory before they are sorted on disk. */
  readonly sortMemory: number;
  /** Rows that may stand in a register which one step publishes as a whole. */
  readonly standing: number;
}

/** Rows that one step merges or builds, for each mebibyte of a part of the source: as many as such a part holds, roughly. */
const rowsOfMebibyte = 4_000;

/** Sizes in proportion to a part of `part` bytes. Measured at a million houses, in parts of 64 MiB: docs/operations.md. */
export function stepSizes(part: number): StepSizes {
  const rows = Math.max(100, Math.round((rowsOfMebibyte * part) / 2 ** 20));
  const page = Math.min(128 * 1024, Math.ceil(part / 4));
  return { part, range: rows, task: rows, page, sortMemory: 16 * 2 ** 20, standing: 4 * rows };
}

/** What the steps need of a store: any register may arrive. */
export type StepStore = PublicationStore & Pick<Store, 'creditEditions'>;

/** All that the steps of a publication in parts work with. */
export interface StepPorts {
  /** Blocks, editions, and where reports go. */
  readonly store: StepStore;
  readonly work: WorkStore;
  readonly sources: SourceStore;
  /** Folder for what is sorted on disk; must exist. */
  readonly folder: string;
  /** Tells how long a publication took, nothing else: all its days and times are those of its start. */
  readonly clock: () => number;
  readonly sizes: StepSizes;
}

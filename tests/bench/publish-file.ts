import { runChild } from './run-child.ts';
import type { SampleFile } from './sample-files.ts';

/** What one publication took. */
export interface Publication {
  readonly rows: number;
  readonly blocksWritten: number;
  /** From the file on disk to the edition moved. */
  readonly milliseconds: number;
  readonly peakMegabytes: number;
}

/** Publishes a file into the SQLite store of `data`, in a process of its own. */
export async function publishFile(
  data: string,
  { register, path, effective }: Pick<SampleFile, 'register' | 'path' | 'effective'>,
): Promise<Publication> {
  return runChild<Publication>('publish-child.ts', [register, path, effective], {
    BASEGRID_STORE: 'sqlite',
    BASEGRID_DATA: data,
  });
}

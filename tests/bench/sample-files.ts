import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Step, sampleCity } from '../../functions/local/sample/sample-city.ts';
import { benchFolder } from './bench-folder.ts';

/** A step of the sample city as a file on disk. */
export interface SampleFile extends Step {
  readonly path: string;
}

/** The sample city of `houses` houses as files on disk, made once. */
export async function sampleFiles(houses: number): Promise<readonly SampleFile[]> {
  const city = sampleCity({ houses, seed: 1 });
  const folder = await benchFolder(`sample-${houses}`, async (draft) => {
    for (const step of city.steps) {
      await pipeline(Readable.from(city.open(step)), createWriteStream(join(draft, step.file)));
    }
  });
  return city.steps.map((step) => ({ ...step, path: join(folder, step.file) }));
}

/** The file of the sample city that is named `name`. */
export async function sampleFile(houses: number, name: Step['file']): Promise<SampleFile> {
  const found = (await sampleFiles(houses)).find((file) => file.file === name);
  if (found === undefined) throw new Error(`Cannot find sample file "${name}": it must be one of the sample's steps`);
  return found;
}

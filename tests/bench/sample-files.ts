import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sampleCity, type Step } from '../../functions/local/sample/sample-city.ts';

/** A step of the sample city as a file on disk. */
export interface SampleFile extends Step {
  readonly path: string;
}

/** The sample city of `houses` houses as files in `folder`, made once. */
export async function sampleFiles(folder: string, houses: number): Promise<readonly SampleFile[]> {
  const city = sampleCity({ houses, seed: 1 });
  const place = join(folder, `sample-${houses}`);
  mkdirSync(place, { recursive: true });
  const files: SampleFile[] = [];
  for (const step of city.steps) {
    const path = join(place, step.file);
    if (!existsSync(path)) {
      await pipeline(Readable.from(city.open(step)), createWriteStream(`${path}.part`));
      await rename(`${path}.part`, path);
    }
    files.push({ ...step, path });
  }
  return files;
}

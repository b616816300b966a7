import { cpSync } from 'node:fs';
import { benchFolder } from './bench-folder.ts';
import { publishFile } from './publish-file.ts';
import { type SampleFile, sampleFiles } from './sample-files.ts';

/** A city of so many houses is measured as its first houses file makes it: publishing two more would take minutes. */
const largeCity = 1_000_000;

/** Data folder of the sample city on SQLite, all its editions published. Read it, do not write. */
export async function sampleCityData(houses: number): Promise<string> {
  const files = await sampleFiles(houses);
  const wanted = houses < largeCity ? files : files.slice(0, firstHouses(files) + 1);
  return benchFolder(`city-${houses}`, (draft) => publishAll(draft, wanted));
}

/** Copies into `folder` the city as it stands before its first houses. */
export async function cityBeforeHouses(houses: number, folder: string): Promise<string> {
  const files = await sampleFiles(houses);
  const base = await benchFolder(`houseless-${houses}`, (draft) =>
    publishAll(draft, files.slice(0, firstHouses(files))),
  );
  cpSync(base, folder, { recursive: true });
  return folder;
}

async function publishAll(data: string, files: readonly SampleFile[]): Promise<void> {
  for (const file of files) await publishFile(data, file);
}

function firstHouses(files: readonly SampleFile[]): number {
  return files.findIndex((file) => file.register === 'HOUSES');
}

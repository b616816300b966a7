import { join } from 'node:path';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { writeChangedHouses } from './changed-houses.ts';
import { cityBeforeHouses } from './cities.ts';
import { type Figure, figure, limited } from './figure.ts';
import { type Publication, publishFile } from './publish-file.ts';
import { runChild } from './run-child.ts';
import { type SampleFile, sampleFile } from './sample-files.ts';
import { median } from './timing.ts';
import type { Workbench } from './workbench.ts';

const changes = 10;
const mostBlocks = 60;
const mostMegabytes = 600;
const leastRowsPerSecond = 50_000;

interface Published {
  readonly first: Publication;
  readonly again: Publication;
  readonly changed: Publication;
  readonly csvParse: Pick<Publication, 'rows' | 'milliseconds'>;
}

/** (a) Houses from the file on disk to the edition moved, then the same file again, then ten houses changed. */
export async function benchPublish(bench: Workbench): Promise<readonly Figure[]> {
  const houses = 100_000;
  const { first, again, changed, csvParse } = await publishHouses(houses, 3);
  const items = await bench.items();
  return [
    ...speed('publish', houses, first, csvParse),
    ...(items === null
      ? []
      : [
          figure({
            name: 'publish',
            metric: `first publication of ${size(houses)} houses, SQLite`,
            unit: 'rows/s',
            value: rowsPerSecond(first),
            peer: `BatchWrite of ${items.batchWrite.rows.toLocaleString('en')} items, dynoxide`,
            peerValue: rowsPerSecond(items.batchWrite),
          }),
        ]),
    ...rewriting('publish', houses, again, changed),
  ];
}

/** The same at a million, and how memory grew. */
export async function benchPublishMillion(_bench: Workbench): Promise<readonly Figure[]> {
  const houses = 1_000_000;
  const small = await publishHouses(100_000, 1);
  const { first, again, changed, csvParse } = await publishHouses(houses, 1);
  return [
    ...speed('publish-million', houses, first, csvParse),
    figure({
      name: 'publish-million',
      metric: 'peak memory, process',
      unit: 'MB',
      value: first.peakMegabytes,
      peer: 'the same at 100,000 houses',
      peerValue: small.first.peakMegabytes,
      target: { of: 'ratio', most: 1.5 },
    }),
    ...rewriting('publish-million', houses, again, changed),
  ];
}

function speed(name: string, houses: number, first: Publication, csvParse: Published['csvParse']): Figure[] {
  const metric = `first publication of ${size(houses)} houses, SQLite`;
  return [
    limited({ name, metric, unit: 'rows/s', value: rowsPerSecond(first) }, { least: leastRowsPerSecond }),
    figure({
      name,
      metric,
      unit: 'rows/s',
      value: rowsPerSecond(first),
      peer: 'csv-parse alone, objects',
      peerValue: rowsPerSecond(csvParse),
    }),
    memoryOf(name, `${metric}, peak memory`, first),
  ];
}

function memoryOf(name: string, metric: string, { peakMegabytes: value }: Publication): Figure {
  return limited({ name, metric, unit: 'MB', value }, { most: mostMegabytes });
}

function rewriting(name: string, houses: number, again: Publication, changed: Publication): Figure[] {
  const blocks = (metric: string, publication: Publication, most: number) =>
    limited({ name, metric, unit: 'blocks', value: publication.blocksWritten }, { most });
  return [
    blocks(`same file of ${size(houses)} again, written`, again, 0),
    blocks(`${changes} open fields of ${size(houses)} changed, written`, changed, mostBlocks),
    memoryOf(name, `${changes} open fields of ${size(houses)} changed, peak memory`, changed),
    figure({
      name,
      metric: `same file of ${size(houses)} again`,
      unit: 'rows/s',
      value: rowsPerSecond(again),
      peer: `${changes} rows changed`,
      peerValue: rowsPerSecond(changed),
    }),
  ];
}

/** Publishes the first houses file into `runs` new stores, each time beside csv-parse; into the last also again and changed. */
async function publishHouses(houses: number, runs: number): Promise<Published> {
  const file = await sampleFile(houses, '04-houses.csv');
  await using folder = temporaryFolder();
  const dataOf = (run: number) => join(folder.path, String(run));
  const firsts: Publication[] = [];
  const parses: Publication[] = [];
  for (let run = 1; run <= runs; run += 1) {
    firsts.push(await publishFile(await cityBeforeHouses(houses, dataOf(run)), file));
    parses.push(await runChild<Publication>('csv-parse-child.ts', [file.path]));
  }
  return { first: middle(firsts), csvParse: middle(parses), ...(await publishAgain(dataOf(runs), file, houses)) };
}

async function publishAgain(
  data: string,
  file: SampleFile,
  houses: number,
): Promise<Pick<Published, 'again' | 'changed'>> {
  const again = await publishFile(data, file);
  const path = join(data, 'changed.csv');
  await writeChangedHouses(file.path, path, { houses, changes });
  return { again, changed: await publishFile(data, { ...file, path }) };
}

/** The run of middle speed, with the highest peak of all. */
function middle(runs: readonly Publication[]): Publication {
  const milliseconds = median(runs.map((run) => run.milliseconds));
  const found = runs.find((run) => run.milliseconds === milliseconds);
  if (found === undefined) throw new Error('Cannot find the middle of no runs');
  return { ...found, peakMegabytes: Math.max(...runs.map((run) => run.peakMegabytes)) };
}

function rowsPerSecond({ rows, milliseconds }: Pick<Publication, 'rows' | 'milliseconds'>): number {
  return (rows / milliseconds) * 1000;
}

function size(houses: number): string {
  return houses.toLocaleString('en');
}

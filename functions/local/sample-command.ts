import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand, type Typed, usageError } from './run-command.ts';
import { creditStep } from './sample/credit-file.ts';
import { type SampleCity, sampleCity } from './sample/sample-city.ts';

const form = {
  name: 'sample',
  usage: `npm run sample -- --out DIR [options]   write the sample city's source files, and the order in which to publish them
  --houses N   how many houses (default 100000)
  --seed N     another number, another city (default 1)
  --out DIR    folder for the files; it is made where it is missing`,
  reads: [],
  options: {
    houses: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    out: { type: 'string' },
  },
} as const;

await runCommand(form, async ({ values }) => {
  const options = optionsOf(values);
  const city = cityOf(options);
  await mkdir(options.out, { recursive: true });
  for (const step of city.steps) {
    await writeChunks(city.open(step), join(options.out, step.file));
    console.log(`${step.file}  ${step.note}`);
  }
  await writeChunks(city.openCredit(), join(options.out, creditStep.file));
  console.log(`${creditStep.file}  ${creditStep.note}`);
  await writeFile(join(options.out, 'publications.json'), publications(city, options));
  console.log('publications.json  the order in which to publish them, with the command for each');
  return 0;
});

function cityOf(options: Options): SampleCity {
  try {
    return sampleCity(options);
  } catch (error) {
    throw error instanceof RangeError ? usageError(error.message) : error;
  }
}

interface Options {
  readonly houses: number;
  readonly seed: number;
  readonly out: string;
}

function optionsOf({ out = '', houses, seed }: Typed<typeof form.options>['values']): Options {
  if (out === '') throw usageError('Cannot write the sample: --out must name a folder, does not');
  return { houses: wholeNumber('--houses', houses), seed: wholeNumber('--seed', seed), out };
}

function wholeNumber(option: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw usageError(`Cannot read ${option} "${text}": must be a whole number`);
}

async function writeChunks(chunks: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  await using file = await open(path, 'w');
  for await (const chunk of chunks) await file.writeFile(chunk);
}

function publications({ steps }: SampleCity, { houses, seed }: Options): string {
  const synthetic = 'SYNTHETIC but for the divisions: grids, buildings, houses and all names in them do not exist';
  const commands = steps.map((step) => ({
    ...step,
    command:
      `BASEGRID_NOW=${step.now} npm run publish -- --register ${step.register.toLowerCase()} ${step.file}` +
      ` --effective ${step.effective}`,
  }));
  const credit = {
    register: 'CREDIT',
    ...creditStep,
    command: `BASEGRID_NOW=${creditStep.now} npm run publish -- --register credit ${creditStep.file}`,
  };
  return `${JSON.stringify({ synthetic, houses, seed, publications: [...commands, credit] }, null, 2)}\n`;
}

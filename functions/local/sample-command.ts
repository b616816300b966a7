import { mkdir, open, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { creditStep } from './sample/credit-file.ts';
import { type SampleCity, sampleCity } from './sample/sample-city.ts';

const usage = 'Usage: npm run sample -- --houses 20000 --seed 1 --out DIR';

/** `npm run sample`: writes the sample city's source files and the order in which to publish them. */
async function main(): Promise<void> {
  const options = parseOptions();
  const city = sampleCity(options);
  await mkdir(options.out, { recursive: true });
  for (const step of city.steps) {
    await writeChunks(city.open(step), join(options.out, step.file));
    console.log(`${step.file}  ${step.note}`);
  }
  await writeChunks(city.openCredit(), join(options.out, creditStep.file));
  console.log(`${creditStep.file}  ${creditStep.note}`);
  await writeFile(join(options.out, 'publications.json'), publications(city, options));
  console.log('publications.json  the order in which to publish them, with the command for each');
}

interface Options {
  readonly houses: number;
  readonly seed: number;
  readonly out: string;
}

function parseOptions(): Options {
  const { values } = parseArgs({
    options: {
      houses: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      out: { type: 'string' },
    },
  });
  if (values.out === undefined || values.out === '') throw new RangeError('Cannot write the sample: --out is missing');
  return { houses: wholeNumber('--houses', values.houses), seed: wholeNumber('--seed', values.seed), out: values.out };
}

function wholeNumber(option: string, text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new RangeError(`Cannot read ${option} "${text}": must be a whole number`);
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

try {
  await main();
} catch (error) {
  const wrongUsage = error instanceof RangeError || (error instanceof TypeError && 'code' in error);
  console.error(error instanceof Error ? error.message : error);
  if (wrongUsage) console.error(usage);
  process.exitCode = wrongUsage ? 2 : 1;
}

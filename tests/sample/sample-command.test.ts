import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sampleCity } from '../../functions/local/sample/sample-city.ts';
import { textOf } from './sample-table.ts';

const command = 'functions/local/sample-command.ts';
const run = promisify(execFile);
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'basegrid-sample-'));
});

afterEach(() => rm(folder, { recursive: true }));

describe('npm run sample', () => {
  test('writes every step as sampleCity() makes it, and the order to publish them in', async () => {
    await run(process.execPath, [command, '--houses', '1000', '--seed', '5', '--out', join(folder, 'new')]);
    const city = sampleCity({ houses: 1000, seed: 5 });
    const written = await readdir(join(folder, 'new'));
    expect(written.toSorted()).toEqual([...city.steps.map(({ file }) => file), '12-credit.csv', 'publications.json']);
    for (const step of city.steps) {
      expect(await readFile(join(folder, 'new', step.file), 'utf8')).toBe(await textOf(city, step));
    }
    const { publications, synthetic } = JSON.parse(await readFile(join(folder, 'new', 'publications.json'), 'utf8'));
    expect(synthetic).toMatch(/^SYNTHETIC/);
    expect(publications).toMatchObject([...city.steps, { register: 'CREDIT', file: '12-credit.csv' }]);
    expect(publications[4].command).toContain(
      'npm run publish -- --register grids 05-grids.geojson --effective 2025-03-01',
    );
  });

  test('writes 300,000 houses three times, more than 100 MB, within a heap of 64 MB', async () => {
    const options = ['--max-old-space-size=64', command, '--houses', '300000', '--out', folder];
    await run(process.execPath, options);
    const sizes = await Promise.all((await readdir(folder)).map(async (file) => (await stat(join(folder, file))).size));
    expect(sizes.reduce((left, right) => left + right, 0)).toBeGreaterThan(100_000_000);
  });

  test.each([
    [['--houses', 'many', '--out', 'x'], 'Cannot read --houses "many": must be a whole number'],
    [['--houses', '5', '--out', 'x'], 'Cannot make a sample of "5" houses: number must be a whole number from 100'],
    [['--houses', '1000'], 'Cannot write the sample: --out must name a folder, does not'],
    [['--size', '1000'], "Unknown option '--size'"],
  ])('ends with status 2 and the right usage after %j', async (options, message) => {
    const failed = await run(process.execPath, [command, ...options]).catch((error: unknown) => error);
    expect(failed).toMatchObject({ code: 2, stderr: expect.stringContaining(message) });
    expect(failed).toMatchObject({ stderr: expect.stringContaining('npm run sample -- --out DIR') });
  });
});

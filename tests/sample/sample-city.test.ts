import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { type SampleCity, type Step, sampleCity } from '../../functions/local/sample/sample-city.ts';
import { rowsOf } from './sample-table.ts';

function hashes(city: SampleCity): Promise<readonly string[]> {
  const hashed = city.steps.map(async (step) => {
    const hash = createHash('sha256');
    for await (const chunk of city.open(step)) hash.update(chunk);
    return hash.digest('hex');
  });
  return Promise.all(hashed);
}

describe('sampleCity()', () => {
  test('makes the same bytes from the same seed, however often a step is opened', async () => {
    const city = sampleCity({ houses: 3000, seed: 7 });
    const first = await hashes(city);
    expect(await hashes(city)).toEqual(first);
    expect(await hashes(sampleCity({ houses: 3000, seed: 7 }))).toEqual(first);
  });

  test('makes other grids, buildings and houses from another seed, and the same divisions', async () => {
    const divisionsOf = (city: SampleCity) => rowsOf(city, city.steps[0] as Step);
    const synthetic = await hashes(sampleCity({ houses: 3000, seed: 7 }));
    const divisions = await divisionsOf(sampleCity({ houses: 3000, seed: 7 }));
    for (const seed of [8, 7 + 2 ** 32, Number.MAX_SAFE_INTEGER]) {
      const different = await hashes(sampleCity({ houses: 3000, seed }));
      expect(await divisionsOf(sampleCity({ houses: 3000, seed }))).toEqual(divisions);
      for (const hash of different) expect(synthetic).not.toContain(hash);
    }
  });

  test('makes the bytes that it has always made', async () => {
    expect(
      createHash('sha256')
        .update((await hashes(sampleCity({ houses: 1000, seed: 1 }))).join(''))
        .digest('hex'),
    ).toBe('a8ef05a8ac8f1a7b6b6b7bef465e8b99a69f45bb73379318a2cf0d0653d34a20');
  });

  test.each([100, 101, 999, 5000, 20_000])('writes exactly %i houses first', async (houses) => {
    const city = sampleCity({ houses, seed: 3 });
    const step = city.steps.find(({ register }) => register === 'HOUSES');
    expect(step === undefined ? [] : await rowsOf(city, step)).toHaveLength(houses);
  });

  test('publishes in rising order of time, parents first, at least seven editions', () => {
    const { steps } = sampleCity({ houses: 1000, seed: 1 });
    expect(steps.length).toBeGreaterThanOrEqual(7);
    expect(steps.slice(0, 4).map(({ register }) => register)).toEqual(['DIVISIONS', 'GRIDS', 'BUILDINGS', 'HOUSES']);
    expect(steps.map(({ now }) => now)).toEqual([...new Set(steps.map(({ now }) => now))].sort());
    for (const { effective, now } of steps) expect(effective <= now.slice(0, 10) && now < '2026-11-24').toBe(true);
  });

  test.each([0, 99, 1.5, Number.NaN, 50_000_001])('refuses a sample of %d houses', (houses) => {
    expect(() => sampleCity({ houses, seed: 1 })).toThrow(/^Cannot make a sample of ".*" houses: number must be/);
  });

  test.each([-1, 0.5, 2 ** 53])('refuses the seed %d', (seed) => {
    expect(() => sampleCity({ houses: 1000, seed })).toThrow(/^Cannot make a sample from seed/);
  });
});

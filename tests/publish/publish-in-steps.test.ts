import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import { dayText } from '../../schema/dates/day.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { registerNames } from '../../schema/registers/register-name.ts';
import { csv } from '../builders/publication-city.ts';
import { dice, history } from '../builders/publication-history.ts';
import { publishInSteps, tinySizes } from '../harness/publishing-steps.ts';
import { publishBeside, publishingStore } from '../harness/publishing-store.ts';

/**
 * The laws of publication again, in parts: every publication that the tests named below make is made a second time on a
 * copy of the store, by the steps of the state machine, in tiny parts and in any order. Report and editions must be equal.
 */
const compared = { publications: 0, refused: 0, changed: 0, parts: 0, retried: 0 };
const draw = dice(7);
/** Every test begins with the same city: what was compared once is not compared again. */
const known = new Set<string>();

publishBeside(async (request, bytes, folder) => {
  if (request.dryRun || request.name === '') return null; // an upload has a name, and is no dry run
  const copy = mkdtempSync(join(tmpdir(), 'basegrid-beside-'));
  cpSync(join(folder, 'data'), copy, { recursive: true });
  const store = openSqliteStore(copy, request.now);
  const before = await store.editions.latest('GOVERNMENT');
  const { bytes: _bytes, folder: _folder, onProgress: _progress, ...asked } = request;
  const question = createHash('sha256')
    .update(JSON.stringify([before, asked]))
    .update(bytes)
    .digest('hex');
  if (known.has(question)) {
    await store.close();
    rmSync(copy, { recursive: true });
    return null;
  }
  known.add(question);
  const file = {
    key: `incoming/${request.register.toLowerCase()}/${request.name}`,
    ...{ bytes, startedAt: request.now() },
    metadata: {
      ...(request.district === null ? {} : { district: request.district }),
      effective: dayText(request.effective),
      'max-rejected': String(request.maxRejected),
      ...(request.allowRetirements ? { 'allow-retirements': 'true' } : {}),
      ...(request.ignoreUnknown ? { 'ignore-unknown': 'true' } : {}),
      ...(request.strict ? { strict: 'true' } : {}),
    },
  };
  const report = await publishInSteps(file, store, {
    sizes: draw(4) === 0 ? tinySizes : { ...tinySizes, standing: -1 },
    order: (items) => items.toSorted(() => draw(3) - 1),
    async run(_name, step) {
      compared.parts += 1;
      if (draw(4) > 0) return step();
      compared.retried += 1;
      await step();
      return step();
    },
  });
  return async (local, expected) => {
    expect(report).toEqual(expected);
    for (const tier of tiers) {
      const edition = await store.editions.latest(tier);
      expect(edition).toEqual(await local.editions.latest(tier));
      for (const register of registerNames)
        expect(await store.editions.publications(tier, register, 0)).toEqual(
          await local.editions.publications(tier, register, 0),
        );
    }
    compared.publications += 1;
    if (expected.refused) compared.refused += 1;
    if ((await local.editions.latest('GOVERNMENT'))?.number !== before?.number) compared.changed += 1;
    await store.close();
    rmSync(copy, { recursive: true });
  };
});

describe('in steps', async () => {
  await import('./publish-rules.test.ts');
  await import('./publish-district.test.ts');
  await import('./publish-formats.test.ts');
  await import('./publish-bad-input.test.ts');
  await import('./publish-privacy.test.ts');
  await import('./publish-layout.test.ts');
  await import('./publish-entities.test.ts');
  await import('./publish-exceptions.test.ts');

  test.each([2_001, 2_002, 2_003, 2_004, 2_005, 2_006, 2_007, 2_008])('a made-up history: %d', async (seed) => {
    await using city = publishingStore();
    await city.publishCity();
    for (const { register, rows, effective } of history(seed, 5)) {
      const source = csv(register === 'HOUSES' ? 'houses' : 'buildings', rows);
      const report = await city.publish(register, source, { effective, maxRejected: 1, allowRetirements: true });
      expect(report.published).toBe(true);
    }
  });
});

test('the comparison has seen enough', () => {
  expect(compared.publications).toBeGreaterThan(150);
  expect(compared.changed).toBeGreaterThan(60);
  expect(compared.refused).toBeGreaterThan(8);
  expect(compared.parts / compared.publications).toBeGreaterThan(12);
  expect(compared.retried).toBeGreaterThan(300);
});

import { expect, test } from 'vitest';
import { type Step, sampleCity } from '../../functions/local/sample/sample-city.ts';
import { square } from '../builders/publication-city.ts';
import { publishingStore } from '../harness/publishing-store.ts';
import { featuresOf, textOf } from './sample-table.ts';

test('a grid of the sample that is moved out of Futian is refused, all others are taken', async () => {
  await using city = publishingStore();
  const sample = sampleCity({ houses: 100, seed: 1 });
  const [divisions, grids] = sample.steps as readonly [Step, Step];
  const divisionsReport = await city.publish('DIVISIONS', await textOf(sample, divisions), { name: divisions.file });
  expect(divisionsReport).toMatchObject({ published: true, rejected: 0 });
  const features = featuresOf(await textOf(sample, grids));
  const moved = features.map((feature, place) => (place === 100 ? { ...feature, geometry: square(3_000) } : feature));
  const source = JSON.stringify({ type: 'FeatureCollection', features: moved });
  const report = await city.publish('GRIDS', source, { name: grids.file });
  expect(report).toMatchObject({ published: true, rejected: 1, inserted: features.length - 1 });
  expect(report.findings.find(({ level }) => level === 'error')).toMatchObject({
    reason: 'BAD_GEOMETRY',
    line: 101,
    message: expect.stringMatching(/^Cannot take "\d{14}": [\d.]+ m² of it lie outside division "440304"$/),
  });
});

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import { patientPolicy } from '../../functions/store/dynamodb/retry.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import { buildings, csv, divisions, geojson, grids, house, houses } from '../builders/publication-city.ts';
import { dice } from '../builders/publication-history.ts';
import { dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { type Fault, startFaultyProxy } from '../harness/dynamodb-faulty-proxy.ts';
import { publishInSteps, tinySizes } from '../harness/publishing-steps.ts';
import { publishingStore, rootsOf } from '../harness/publishing-store.ts';

const choice = dynoxideEngine();
const startedAt = Date.UTC(2026, 0, 1);
const changed = csv('houses', [
  ...houses.map((row, at) => ({ ...row, building: buildings[(at + 1) % 6]?.code ?? '', floorArea: `${80 + at}` })),
  ...Array.from({ length: 200 }, (_, at) => house(buildings[at % 6]?.code ?? '', 100 + at)),
]);
const files = [
  ['divisions/a.csv', csv('divisions', divisions)],
  ['grids/a.geojson', geojson(grids)],
  ['buildings/a.csv', csv('buildings', buildings)],
  ['houses/a.csv', csv('houses', houses)],
  ['houses/b.csv', changed],
] as const;
const faults: readonly Fault[] = ['throttle', 'fail', 'reset', 'reset after'];

/** One request in eight is harmed; batches are also answered in part. */
function harmful(draw: (below: number) => number): (operation: string) => Fault {
  return (operation) => {
    if (draw(8) > 0) return 'pass';
    if (operation.startsWith('Batch') && draw(2) === 0) return draw(2) === 0 ? 'first only' : 'none';
    return faults[draw(faults.length)] ?? 'pass';
  };
}

if ('missing' in choice) test.skip(`is not tested on DynamoDB: ${choice.missing}`);
else
  test('a city published in steps on a DynamoDB that throttles and breaks off has the roots of one published at once', async () => {
    await using whole = publishingStore();
    await whole.publishCity();
    await whole.publish('HOUSES', changed);
    const engine = await choice.start();
    const proxy = await startFaultyProxy(engine.endpoint);
    const folder = mkdtempSync(join(tmpdir(), 'basegrid-steps-dynamodb-'));
    const connection = connect(proxy.endpoint, 'steps-', { ...patientPolicy, sleep: async () => undefined });
    await createTables(connection);
    const objects = folderObjects(folder);
    const store = openDynamodbStore(connection, objects, () => startedAt, objects);
    proxy.harm(harmful(dice(41)));
    try {
      for (const [at, [place, text]] of files.entries()) {
        const file = { key: `incoming/${place}`, bytes: Buffer.from(text), startedAt: startedAt + at };
        const given = { ...file, metadata: { effective: '2026-01-01' } };
        const report = await publishInSteps(given, store, {
          sizes: { ...tinySizes, range: 60, task: 60, standing: -1 },
        });
        expect(report).toMatchObject({ published: true, rejected: 0 });
      }
      proxy.harm(() => 'pass');
      expect(await rootsOf(store)).toEqual(await rootsOf(whole.store));
      expect(proxy.seen.length).toBeGreaterThan(100);
    } finally {
      await store.close();
      await proxy.stop();
      await engine.stop();
      rmSync(folder, { recursive: true });
    }
  });

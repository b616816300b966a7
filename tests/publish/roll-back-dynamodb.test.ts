import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rollBack } from '../../functions/publish/roll-back.ts';
import { rollBackTarget } from '../../functions/publish/roll-back-target.ts';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import { patientPolicy } from '../../functions/store/dynamodb/retry.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import { buildings, csv } from '../builders/publication-city.ts';
import { dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { newest, publishingStore, rootsOf } from '../harness/publishing-store.ts';

const choice = dynoxideEngine();
const now = () => Date.UTC(2026, 0, 2);

if ('missing' in choice) test.skip(`is not tested on DynamoDB: ${choice.missing}`);
else
  test('on DynamoDB too a register goes back with the orders that run through it, and leaves evidence', async () => {
    const engine = await choice.start();
    try {
      const connection = connect(engine.endpoint, 'rollback-', patientPolicy);
      await createTables(connection);
      await using here = publishingStore();
      const objects = folderObjects(join(here.folder, 'objects'));
      const store = openDynamodbStore(connection, objects, now, objects);
      await using city = publishingStore(() => store);
      await city.publishCity();
      const before = JSON.stringify(await rootsOf(store));
      const moved = buildings.map((row, place) => (place === 0 ? { ...row, grid: buildings[2]?.grid ?? '' } : row));
      await city.publish('BUILDINGS', csv('buildings', moved));
      expect(JSON.stringify(await rootsOf(store))).not.toBe(before);
      const leaves = await store.evidence.sequence(100);
      const target = await rollBackTarget('BUILDINGS', { seq: 1 }, store.editions);
      if (target === null) throw new Error('Cannot test: publication 1 is missing');
      const report = await rollBack({ register: 'BUILDINGS', target, now, dryRun: false }, store);
      expect(report).toMatchObject({ published: true, edition: 6, seq: 3, changes: { PUBLIC: 1, GOVERNMENT: 1 } });
      expect((await newest(store, 'PUBLIC')).number).toBe(6);
      expect(JSON.stringify(await rootsOf(store)).replaceAll('"BUILDINGS",3', '"BUILDINGS",1')).toBe(before);
      expect([leaves, await store.evidence.sequence(100)]).toEqual([5, 1]);
      await store.close();
    } finally {
      await engine.stop();
    }
  });

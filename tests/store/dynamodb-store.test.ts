import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import { type DynamodbEngine, dynamodbLocalEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { type OpenFresh, storeSuite } from './store-suite.ts';

for (const choice of [dynoxideEngine(), dynamodbLocalEngine()])
  describe(`the store on ${choice.name}`, () => {
    if ('missing' in choice) test.skip(`is not tested: ${choice.missing}`);
    else suiteOn(choice.start);
  });

function suiteOn(start: () => Promise<DynamodbEngine>): void {
  const endings: (() => void | Promise<void>)[] = [];
  let engine: DynamodbEngine | null = null;
  let stores = 0;
  beforeAll(async () => {
    engine = await start();
  });
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end();
  });
  afterAll(() => engine?.stop());

  const openFresh: OpenFresh = async () => {
    if (engine === null) throw new Error('Cannot open a store: the engine must run');
    const { endpoint } = engine;
    const prefix = `test-${stores++}-`;
    const folder = mkdtempSync(join(tmpdir(), 'basegrid-store-'));
    endings.push(() => rmSync(folder, { recursive: true }));
    const again = async () => {
      const connection = connect(endpoint, prefix);
      await createTables(connection);
      const store = openDynamodbStore(connection, folderObjects(folder), () => 1_800_000_000_000);
      endings.push(store.close);
      return store;
    };
    return { store: await again(), again };
  };
  storeSuite(openFresh);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, test } from 'vitest';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import type { Store } from '../../schema/ports.ts';
import { type DynamodbEngine, dynamodbLocalEngine, dynoxideEngine } from './dynamodb-engine.ts';

/** A store, and the time on its clock, which dates blocks. */
export interface Place {
  readonly store: Store;
  readonly folder: string;
  readonly clock: { now: number };
}

/** Opens an empty place at a time; it is closed behind the test. */
export type OpenPlace = (now: number) => Promise<Place>;
type OpenStore = (folder: string, clock: () => number) => Promise<Store>;

/** Declares the same tests on every kind of store. */
export function onEveryStore(tests: (open: OpenPlace) => void): void {
  describe('on SQLite', () => tests(opening(async (folder, clock) => openSqliteStore(join(folder, 'data'), clock))));
  for (const choice of [dynoxideEngine(), dynamodbLocalEngine()])
    describe(`on ${choice.name}`, () => {
      if ('missing' in choice) {
        test.skip(`is not tested: ${choice.missing}`);
        return;
      }
      let engine: DynamodbEngine | null = null;
      let stores = 0;
      beforeAll(async () => {
        engine = await choice.start();
      });
      afterAll(() => engine?.stop());
      const openStore: OpenStore = async (folder, clock) => {
        if (engine === null) throw new Error('Cannot open a store: the engine must run');
        const connection = connect(engine.endpoint, `sweep-${stores++}-`);
        await createTables(connection);
        return openDynamodbStore(connection, folderObjects(folder), clock, folderObjects(folder));
      };
      tests(opening(openStore));
    });
}

function opening(openStore: OpenStore): OpenPlace {
  const places: Place[] = [];
  afterEach(async () => {
    for (const { store, folder } of places.splice(0)) {
      await store.close();
      rmSync(folder, { recursive: true });
    }
  });
  return async (now) => {
    const folder = mkdtempSync(join(tmpdir(), 'basegrid-sweep-'));
    const clock = { now };
    const place = { store: await openStore(folder, () => clock.now), folder, clock };
    places.push(place);
    return place;
  };
}

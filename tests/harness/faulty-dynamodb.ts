import { afterAll, beforeAll } from 'vitest';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import type { RetryPolicy } from '../../functions/store/dynamodb/retry.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import type { Store } from '../../schema/ports.ts';
import type { DynamodbEngine } from './dynamodb-engine.ts';
import { type FaultyProxy, startFaultyProxy } from './dynamodb-faulty-proxy.ts';

/** A store on DynamoDB, and the network before it. */
export interface FaultyStore {
  readonly store: Store;
  readonly network: FaultyProxy;
}

/**
 * Runs an engine behind a network that can be harmed, for the tests of one block. Answers what opens an empty store there, its
 * objects in a folder; tables are named with `prefix`.
 */
export function faultyDynamodb(
  startEngine: () => Promise<DynamodbEngine>,
  { prefix, retry }: { readonly prefix: string; readonly retry: RetryPolicy },
): (folder: string) => Promise<FaultyStore> {
  let engine: DynamodbEngine | null = null;
  let network: FaultyProxy | null = null;
  let opened = 0;
  beforeAll(async () => {
    engine = await startEngine();
    network = await startFaultyProxy(engine.endpoint);
  });
  afterAll(async () => {
    await network?.stop();
    await engine?.stop();
  });
  return async (folder) => {
    if (network === null) throw new Error('Cannot open a store: the proxy must run');
    const connection = connect(network.endpoint, `${prefix}-${opened++}-`, retry);
    network.harm(() => 'pass');
    await createTables(connection);
    return { store: openDynamodbStore(connection, folderObjects(folder), () => 0), network };
  };
}

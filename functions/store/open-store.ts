import { join } from 'node:path';
import type { ObjectStore, Store } from '../../schema/ports.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { isLocal } from './aws-endpoint.ts';
import { objectsWhenAsked } from './objects-when-asked.ts';

/**
 * Opens the store that `config` names. On an engine of this machine that is no deployment missing tables are created. `clock` dates
 * the last touch of blocks: real time, wherever BASEGRID_NOW stands, as it decides which unnamed blocks are old enough to be swept.
 * Only the store that is named is loaded: a cold start waits for every line of code.
 */
export async function openStore(config: Config, clock: Clock = systemClock): Promise<Store> {
  if (config.store === 'sqlite')
    return (await import('./sqlite/open-sqlite-store.ts')).openSqliteStore(config.data, clock);
  const { deployed } = config;
  if (deployed !== null) return (await import('./open-deployed-store.ts')).openDeployedStore(config, deployed, clock);
  const { connect } = await import('./dynamodb/connect.ts');
  const { openDynamodbStore } = await import('./dynamodb/open-dynamodb-store.ts');
  const connection = connect(config.dynamodb, config.tablePrefix);
  if (isLocal(config.dynamodb)) await (await import('./dynamodb/tables.ts')).createTables(connection);
  return openDynamodbStore(connection, shelf(config, 'objects', config.bucket), clock, shelf(config, 'evidence', null));
}

function shelf(config: Config, folder: string, bucket: string | null): ObjectStore {
  return objectsWhenAsked(async () => {
    if (bucket !== null) return (await import('./s3-objects.ts')).s3Objects(config.s3, bucket);
    const { mkdir } = await import('node:fs/promises');
    await mkdir(config.data, { recursive: true, mode: 0o700 });
    return (await import('./folder-objects.ts')).folderObjects(join(config.data, folder));
  });
}

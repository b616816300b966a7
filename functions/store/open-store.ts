import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ObjectStore, Store } from '../../schema/ports.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import type { Config } from '../platform/config.ts';
import { isLocal } from './aws-endpoint.ts';
import { connect } from './dynamodb/connect.ts';
import { openDynamodbStore } from './dynamodb/open-dynamodb-store.ts';
import { createTables } from './dynamodb/tables.ts';
import { folderObjects } from './folder-objects.ts';
import { noObjects } from './no-objects.ts';
import { s3Objects } from './s3-objects.ts';
import { openSqliteStore } from './sqlite/open-sqlite-store.ts';

/**
 * Opens the store that `config` names. On an engine of this machine that is no deployment missing tables are created. `clock` dates the last touch of blocks:
 * real time, wherever BASEGRID_NOW stands, as it decides which unnamed blocks are old enough to be swept.
 */
export async function openStore(config: Config, clock: Clock = systemClock): Promise<Store> {
  if (config.store === 'sqlite') return openSqliteStore(config.data, clock);
  const connection = connect(config.dynamodb, config.tablePrefix);
  if (isLocal(config.dynamodb) && config.deployed === null) await createTables(connection);
  const objects = shelf(config, 'objects', config.bucket ?? config.deployed?.reportBucket ?? null);
  const tiles = shelf(config, 'evidence', config.deployed?.evidenceBucket ?? null);
  return openDynamodbStore(connection, objects, clock, tiles);
}

function shelf(config: Config, folder: string, bucket: string | null): ObjectStore {
  if (bucket !== null) return s3Objects(config.s3, bucket);
  if (config.deployed !== null) return noObjects;
  mkdirSync(config.data, { recursive: true, mode: 0o700 });
  return folderObjects(join(config.data, folder));
}

import type { ObjectStore, Store } from '../../schema/ports.ts';
import { type Clock, systemClock } from '../platform/clock.ts';
import type { Config, Deployed } from '../platform/config.ts';
import { connect } from './dynamodb/connect.ts';
import { openDynamodbStore } from './dynamodb/open-dynamodb-store.ts';
import { objectsWhenAsked } from './objects-when-asked.ts';

/** Opens the store of a deployment: its tables are there, its objects lie in buckets, where the function is told of one. */
export function openDeployedStore(config: Config, deployed: Deployed, clock: Clock = systemClock): Store {
  const objects = bucketShelf(config, config.bucket ?? deployed.reportBucket);
  return openDynamodbStore(
    connect(config.dynamodb, config.tablePrefix),
    objects,
    clock,
    bucketShelf(config, deployed.evidenceBucket),
  );
}

function bucketShelf(config: Config, bucket: string | null): ObjectStore {
  return objectsWhenAsked(async () =>
    bucket === null
      ? (await import('./no-objects.ts')).noObjects
      : (await import('./s3-objects.ts')).s3Objects(config.s3, bucket),
  );
}

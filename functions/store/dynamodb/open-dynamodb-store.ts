import type { ObjectStore, Store } from '../../../schema/ports.ts';
import type { Clock } from '../../platform/clock.ts';
import { dynamodbBlocks } from './blocks.ts';
import { dynamodbClients } from './clients.ts';
import type { Connection } from './connect.ts';
import { dynamodbCreditEditions } from './credit-editions.ts';
import { dynamodbEditions } from './editions.ts';
import { dynamodbEvidence } from './evidence.ts';
import { dynamodbLimits } from './limits.ts';
import { dynamodbSweeper } from './sweeper.ts';
import { dynamodbWatches } from './watches.ts';

/** The store on the tables of `connection`, with objects wherever `objects` keeps them, and the evidence log's in `tiles`. */
export function openDynamodbStore(
  connection: Connection,
  objects: ObjectStore,
  clock: Clock,
  tiles: ObjectStore = objects,
): Store {
  return {
    blocks: dynamodbBlocks(connection, clock),
    sweeper: dynamodbSweeper(connection),
    editions: dynamodbEditions(connection),
    creditEditions: dynamodbCreditEditions(connection),
    clients: dynamodbClients(connection),
    limits: dynamodbLimits(connection),
    watches: dynamodbWatches(connection),
    evidence: dynamodbEvidence(connection),
    objects,
    tiles,
    close: async () => connection.close(),
  };
}

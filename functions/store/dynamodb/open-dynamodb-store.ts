import type { ObjectStore, Store } from '../../../schema/ports.ts';
import type { Clock } from '../../platform/clock.ts';
import { dynamodbBlocks } from './blocks.ts';
import { dynamodbClients } from './clients.ts';
import type { Connection } from './connect.ts';
import { dynamodbCreditEditions } from './credit-editions.ts';
import { dynamodbEditions } from './editions.ts';
import { dynamodbLimits } from './limits.ts';

/** The store on the tables of `connection`, with objects wherever `objects` keeps them. */
export function openDynamodbStore(connection: Connection, objects: ObjectStore, clock: Clock): Store {
  return {
    blocks: dynamodbBlocks(connection, clock),
    editions: dynamodbEditions(connection),
    creditEditions: dynamodbCreditEditions(connection),
    clients: dynamodbClients(connection),
    limits: dynamodbLimits(connection),
    objects,
    close: async () => connection.client.destroy(),
  };
}

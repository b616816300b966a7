import type { WatchStore } from '../../../schema/ports.ts';
import { textOf } from './attributes.ts';
import { batchDelete, batchPut } from './batch-write.ts';
import type { Connection } from './connect.ts';
import { watchLine } from './item-keys.ts';
import { queryAll } from './query-all.ts';

/** The watch lists on DynamoDB: a partition for each client. */
export function dynamodbWatches(connection: Connection): WatchStore {
  const { items } = connection.tables;
  const keysOf = (client: string, subjects: readonly string[]) =>
    [...new Set(subjects)].map((subject) => ({ pk: { S: watchLine(client) }, sk: { S: subject } }));
  return {
    add: (client, subjects) => batchPut(connection, items, keysOf(client, subjects)),
    remove: (client, subjects) => batchDelete(connection, items, keysOf(client, subjects)),
    list: async (client) => {
      const found = await queryAll(connection, 'list watched organisations', {
        KeyConditionExpression: 'pk = :line',
        ExpressionAttributeValues: { ':line': { S: watchLine(client) } },
        ConsistentRead: true,
        most: mostListed,
      });
      return found.map((item) => textOf(item, 'sk'));
    },
  };
}

/** Far more than a client may watch. */
const mostListed = 100_000;

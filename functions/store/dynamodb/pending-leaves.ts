import type { NewLeaf } from '../../../schema/evidence/evidence-store.ts';
import type { Connection } from './connect.ts';
import { pendingLine, pendingShards } from './item-keys.ts';
import { leafOf } from './leaf-items.ts';
import { queryAll } from './query-all.ts';

/** At most `most` of the leaves that wait for a place, in the order of their ids: those with the smallest. */
export async function pendingLeaves(connection: Connection, most: number): Promise<readonly NewLeaf[]> {
  const shards = await Promise.all(
    Array.from({ length: pendingShards }, (_, shard) =>
      queryAll(connection, 'read leaves that wait for a place', {
        KeyConditionExpression: 'pk = :line',
        ExpressionAttributeValues: { ':line': { S: pendingLine(shard) } },
        ConsistentRead: true,
        most,
      }),
    ),
  );
  const leaves = shards.flat().map(leafOf);
  return leaves.sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, most);
}

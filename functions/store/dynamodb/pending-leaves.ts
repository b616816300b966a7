import type { NewLeaf } from '../../../schema/evidence/evidence-store.ts';
import type { Connection } from './connect.ts';
import { pendingLine, pendingShards } from './item-keys.ts';
import { leafOf } from './leaf-items.ts';
import { type ItemQuery, queryAll, queryPages } from './query-all.ts';

const action = 'read leaves that wait for a place';

/** At most `most` of the leaves that wait for a place, in the order of their ids: those with the smallest. */
export async function pendingLeaves(connection: Connection, most: number): Promise<readonly NewLeaf[]> {
  const shards = await Promise.all(shardQueries(most).map((query) => queryAll(connection, action, query)));
  const leaves = shards.flat().map(leafOf);
  return leaves.sort((one, other) => (one.id < other.id ? -1 : 1)).slice(0, most);
}

/** Those of one topic, in no order, among all that wait, however many they are while the sequencer stands still. */
export async function pendingLeavesOf(connection: Connection, topic: string): Promise<readonly NewLeaf[]> {
  const found: NewLeaf[] = [];
  const search = async (query: ItemQuery) => {
    for await (const items of queryPages(connection, action, query))
      found.push(...items.map(leafOf).filter((leaf) => leaf.topic === topic));
  };
  await Promise.all(shardQueries(Number.MAX_SAFE_INTEGER).map(search));
  return found;
}

function shardQueries(most: number): readonly ItemQuery[] {
  return Array.from({ length: pendingShards }, (_, shard) => ({
    KeyConditionExpression: 'pk = :line',
    ExpressionAttributeValues: { ':line': { S: pendingLine(shard) } },
    ConsistentRead: true,
    most,
  }));
}

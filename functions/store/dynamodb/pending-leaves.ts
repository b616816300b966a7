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

/** Which leaves of a topic are looked for among those that wait. */
export interface PendingSearch {
  readonly topic: string;
  /** Ids before this one. */
  readonly before: string;
  /** So many, the newest. */
  readonly limit: number;
  /** Most leaves, of whatever topic, that are looked through. */
  readonly most?: number;
}

/** The sequencer places some thousand leaves a minute: it stands still long before so many wait. */
const mostSearched = 100_000;

/**
 * The newest leaves of one topic among those that wait, in no order, perhaps some older ones besides. Leaves that wait lie under no topic,
 * so all are looked through, from the newest on; where the sequencer stands still and too many wait, it fails as a store does that
 * is overloaded, rather than leave any out.
 */
export async function pendingLeavesOf(connection: Connection, search: PendingSearch): Promise<readonly NewLeaf[]> {
  const { topic, before, limit, most = mostSearched } = search;
  const found: NewLeaf[] = [];
  let looked = 0;
  const lookThrough = async (query: ItemQuery) => {
    let own = 0;
    for await (const items of queryPages(connection, action, query)) {
      const leaves = items.map(leafOf).filter((leaf) => leaf.topic === topic);
      found.push(...leaves);
      own += leaves.length;
      looked += items.length;
      if (own >= limit) return;
      if (looked > most) throw tooMany(most);
    }
  };
  await Promise.all(shardQueries(Number.MAX_SAFE_INTEGER, before).map(lookThrough));
  return found;
}

function tooMany(most: number): Error {
  const message = `Cannot look through the leaves that wait for a place: at most ${most} may wait, more do`;
  return Object.assign(new Error(message), { name: 'ServiceUnavailable' });
}

/** Each shard in the order of ids; with `before` those before it, in reverse. */
function shardQueries(most: number, before: string | null = null): readonly ItemQuery[] {
  const within = before === null ? {} : { ':before': { S: before } };
  return Array.from({ length: pendingShards }, (_, shard) => ({
    KeyConditionExpression: before === null ? 'pk = :line' : 'pk = :line AND sk < :before',
    ExpressionAttributeValues: { ':line': { S: pendingLine(shard) }, ...within },
    ScanIndexForward: before === null,
    ConsistentRead: true,
    most,
  }));
}

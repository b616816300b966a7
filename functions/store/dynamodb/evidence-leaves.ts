import type { GetItemInput } from '@aws-sdk/client-dynamodb';
import type { EvidenceReader, StoredLeaf } from '../../../schema/evidence/evidence-store.ts';
import type { Item } from './attributes.ts';
import type { Connection } from './connect.ts';
import { topicLine } from './item-keys.ts';
import { leafKey, pendingKey, shownAttributes, shownLeafOf, storedLeafOf } from './leaf-items.ts';
import { type PendingSearch, pendingLeavesOf } from './pending-leaves.ts';
import { queryAll } from './query-all.ts';
import { retried } from './retry.ts';

/** Ids are hexadecimal. */
const afterAllIds = '~';

/** Single leaves and topics on DynamoDB. */
export function dynamodbLeaves(connection: Connection): EvidenceReader {
  return {
    leaf: async (id) => {
      const item = await findLeaf(id, (key) => readItem(connection, key));
      return item === null ? null : storedLeafOf(item);
    },
    shown: async (id) => {
      const item = await findLeaf(id, (key) => readItem(connection, key, shownAttributes));
      return item === null ? null : shownLeafOf(item);
    },
    topic: async (topic, { before: given, limit }) => {
      const before = given ?? afterAllIds;
      const waiting = await waitingOf(connection, { topic, before, limit });
      const placed = await queryAll(connection, 'list leaves of a topic', {
        KeyConditionExpression: 'pk = :line AND sk < :before',
        ExpressionAttributeValues: { ':line': { S: topicLine(topic) }, ':before': { S: before } },
        ScanIndexForward: false,
        ConsistentRead: true,
        most: limit,
      });
      const all = new Map(waiting.map((leaf) => [leaf.id, leaf]));
      for (const leaf of placed.map(storedLeafOf)) all.set(leaf.id, leaf);
      return [...all.values()].sort((one, other) => (one.id > other.id ? -1 : 1)).slice(0, limit);
    },
    topicSize: async (topic) => {
      const everything = { before: afterAllIds, limit: Number.POSITIVE_INFINITY };
      const waiting = await waitingOf(connection, { topic, ...everything });
      const placed = await queryAll(connection, 'count leaves of a topic', {
        KeyConditionExpression: 'pk = :line',
        ExpressionAttributeValues: { ':line': { S: topicLine(topic) } },
        ProjectionExpression: 'sk',
        ConsistentRead: true,
        most: Number.MAX_SAFE_INTEGER,
      });
      return new Set([...waiting.map(({ id }) => id), ...placed.map(({ sk }) => sk?.S ?? '')]).size;
    },
  };
}

/** A leaf moves from where it waits to where it stays, in that order: whoever misses it in the middle finds it at the second look. */
async function findLeaf(id: string, read: (key: Item) => Promise<Item | null>): Promise<Item | null> {
  const placed = await read(leafKey(id));
  if (placed !== null || !/^[0-9a-f]+$/.test(id)) return placed;
  return (await read(pendingKey(id))) ?? read(leafKey(id));
}

/** An item, or no more of it than some attributes. */
async function readItem(
  { send, tables, retry }: Connection,
  key: Item,
  attributes: readonly string[] = [],
): Promise<Item | null> {
  const names = attributes.map((name, place) => [`#${place}`, name] as const);
  const request: GetItemInput = {
    TableName: tables.items,
    Key: key,
    ConsistentRead: true,
    ...(names.length === 0
      ? {}
      : {
          ProjectionExpression: names.map(([sign]) => sign).join(', '),
          ExpressionAttributeNames: Object.fromEntries(names),
        }),
  };
  const { Item } = await retried('read a leaf of the evidence log', retry, () => send('GetItem', request));
  return Item ?? null;
}

async function waitingOf(connection: Connection, search: PendingSearch): Promise<readonly StoredLeaf[]> {
  const waiting = await pendingLeavesOf(connection, search);
  return waiting.map((leaf) => ({ ...leaf, index: null }));
}

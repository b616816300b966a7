import { chunksOf } from '../chunks-of.ts';
import { inParallel } from '../in-parallel.ts';
import type { Item } from './attributes.ts';
import type { Connection } from './connect.ts';
import { persist, retried } from './retry.ts';

/** DynamoDB's limit of keys in one BatchGetItem; beyond 16 MB it answers a part and names the rest. */
const keysPerRequest = 100;
const requestsAtOnce = 8;

/** Whole items to be read from one table by their keys, which must differ from each other. */
export interface BatchRead {
  readonly table: string;
  readonly keys: readonly Item[];
  /** False costs half, and may miss what was written a moment ago. */
  readonly consistent: boolean;
  /** Takes each item as soon as it is there, so that work on it fills the time of waiting for others. */
  readonly take: (item: Item) => void;
}

/** Reads items, in no order; those not stored are left out. One key takes the shorter way of GetItem. */
export async function batchGet(connection: Connection, read: BatchRead): Promise<void> {
  const [only] = read.keys;
  if (read.keys.length === 1 && only !== undefined) return getOne(connection, read, only);
  await inParallel(chunksOf(read.keys, keysPerRequest), requestsAtOnce, (keys) =>
    getChunk(connection, { ...read, keys }),
  );
}

async function getOne({ send, retry }: Connection, { table, consistent, take }: BatchRead, key: Item): Promise<void> {
  const request = { TableName: table, Key: key, ConsistentRead: consistent };
  const { Item } = await retried(`read from table "${table}"`, retry, () => send('GetItem', request));
  if (Item !== undefined) take(Item);
}

/** Asks again for whatever DynamoDB left unprocessed, until nothing is. */
async function getChunk({ send, retry }: Connection, read: BatchRead): Promise<void> {
  const { table, keys, consistent, take } = read;
  let wanted: readonly Item[] = keys;
  await persist(`read ${keys.length} items from table "${table}"`, retry, async () => {
    const request = { [table]: { Keys: [...wanted], ConsistentRead: consistent } };
    const { Responses, UnprocessedKeys } = await send('BatchGetItem', { RequestItems: request });
    Responses?.[table]?.forEach(take);
    const left = UnprocessedKeys?.[table]?.Keys ?? [];
    const progress = left.length === 0 ? 'done' : left.length < wanted.length ? 'some' : 'none';
    wanted = left;
    return progress;
  });
}

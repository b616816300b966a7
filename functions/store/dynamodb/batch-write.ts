import type { WriteRequest } from '@aws-sdk/client-dynamodb';
import { chunksOf } from '../chunks-of.ts';
import { inParallel } from '../in-parallel.ts';
import type { Item } from './attributes.ts';
import type { Connection } from './connect.ts';
import { persist } from './retry.ts';

/** DynamoDB's limit of items in one BatchWriteItem. */
const itemsPerRequest = 25;
const requestsAtOnce = 8;

/** Puts `items`, whose keys must differ from each other, over whatever stands there. Some may be written when it throws. */
export async function batchPut(connection: Connection, table: string, items: readonly Item[]): Promise<void> {
  await batchWrite(
    connection,
    table,
    items.map((Item) => ({ PutRequest: { Item } })),
  );
}

/** Deletes what stands under `keys`, which must differ from each other, if anything does. */
export async function batchDelete(connection: Connection, table: string, keys: readonly Item[]): Promise<void> {
  await batchWrite(
    connection,
    table,
    keys.map((Key) => ({ DeleteRequest: { Key } })),
  );
}

async function batchWrite(connection: Connection, table: string, requests: readonly WriteRequest[]): Promise<void> {
  await inParallel(chunksOf(requests, itemsPerRequest), requestsAtOnce, (chunk) =>
    writeChunk(connection, table, chunk),
  );
}

/** Sends again whatever DynamoDB left unprocessed, until nothing is. */
async function writeChunk(
  { send, retry }: Connection,
  table: string,
  requests: readonly WriteRequest[],
): Promise<void> {
  let wanted = [...requests];
  await persist(`write ${requests.length} items to table "${table}"`, retry, async () => {
    const answer = await send('BatchWriteItem', { RequestItems: { [table]: wanted } });
    const left = answer.UnprocessedItems?.[table] ?? [];
    const progress = left.length === 0 ? 'done' : left.length < wanted.length ? 'some' : 'none';
    wanted = left;
    return progress;
  });
}

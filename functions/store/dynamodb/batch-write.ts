import { BatchWriteItemCommand } from '@aws-sdk/client-dynamodb';
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
  await inParallel(chunksOf(items, itemsPerRequest), requestsAtOnce, (chunk) => putChunk(connection, table, chunk));
}

/** Sends again whatever DynamoDB left unprocessed, until nothing is. */
async function putChunk({ client, retry }: Connection, table: string, items: readonly Item[]): Promise<void> {
  let wanted = items.map((item) => ({ PutRequest: { Item: item } }));
  await persist(`write ${items.length} items to table "${table}"`, retry, async () => {
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [table]: wanted } }));
    const left = (answer.UnprocessedItems?.[table] ?? []).flatMap(({ PutRequest }) =>
      PutRequest?.Item === undefined ? [] : [{ PutRequest: { Item: PutRequest.Item } }],
    );
    const progress = left.length === 0 ? 'done' : left.length < wanted.length ? 'some' : 'none';
    wanted = left;
    return progress;
  });
}

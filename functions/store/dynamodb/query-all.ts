import type { QueryInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './attributes.ts';
import type { Connection } from './connect.ts';
import { retried } from './retry.ts';

/** A limit is a 32-bit number on AWS; a page ends after 1 MB anyway. */
const mostAtOnce = 10_000;

/** What to look for in the table of items, and when to stop. */
export type ItemQuery = Omit<QueryInput, 'TableName' | 'ExclusiveStartKey' | 'Limit'> & {
  /** At most so many items. */
  readonly most: number;
};

/** All items of a query, however many answers they take, in its order. */
export async function queryAll(connection: Connection, action: string, query: ItemQuery): Promise<readonly Item[]> {
  const found: Item[] = [];
  for await (const items of queryPages(connection, action, query)) found.push(...items);
  return found;
}

/** The same answer by answer, for whoever keeps little of them. */
export async function* queryPages(
  { send, tables, retry }: Connection,
  action: string,
  { most, ...query }: ItemQuery,
): AsyncGenerator<readonly Item[]> {
  let found = 0;
  let from: Item | undefined;
  do {
    const request: QueryInput = {
      ...query,
      TableName: tables.items,
      Limit: Math.min(most - found, mostAtOnce),
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    };
    const { Items = [], LastEvaluatedKey } = await retried(action, retry, () => send('Query', request));
    yield Items;
    found += Items.length;
    from = LastEvaluatedKey;
  } while (from !== undefined && found < most);
}

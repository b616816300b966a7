import { createReadStream } from 'node:fs';
import {
  type AttributeValue,
  BatchGetItemCommand,
  BatchWriteItemCommand,
  CreateTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { parse } from 'csv-parse';
import { chunksOf } from '../../functions/store/chunks-of.ts';
import { inParallel } from '../../functions/store/in-parallel.ts';
import { timed } from './timing.ts';

type Item = Record<string, AttributeValue>;
/** A house as a houses file gives it. */
export type HouseCells = Readonly<Record<string, string>>;

const table = 'bench-houses';
const requestsAtOnce = 8;

/** Creates the table of the usual design: one item a house, those of one community side by side. */
export async function createItemTable(client: DynamoDBClient): Promise<void> {
  const names = ['community', 'code'];
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: names.map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: names.map((name, index) => ({ AttributeName: name, KeyType: index === 0 ? 'HASH' : 'RANGE' })),
    }),
  );
}

/** The first `most` houses of a houses file. */
export async function readHouses(path: string, most: number): Promise<readonly HouseCells[]> {
  const houses: HouseCells[] = [];
  for await (const house of createReadStream(path).pipe(parse({ columns: true, to: most }))) houses.push(house);
  return houses;
}

/** Writes houses as items by BatchWriteItem, 25 at once, eight requests in flight. */
export async function writeItems(
  client: DynamoDBClient,
  houses: readonly HouseCells[],
  to = table,
): Promise<{ readonly rows: number; readonly milliseconds: number }> {
  const milliseconds = await timed(() =>
    inParallel(chunksOf(houses.map(itemOf), 25), requestsAtOnce, async (items) => {
      let wanted = items.map((item) => ({ PutRequest: { Item: item } }));
      while (wanted.length > 0) {
        const answer = await client.send(new BatchWriteItemCommand({ RequestItems: { [to]: wanted } }));
        wanted = (answer.UnprocessedItems?.[to] ?? []) as typeof wanted;
      }
    }),
  );
  return { rows: houses.length, milliseconds };
}

/** All items of one community, in as many requests as it takes. */
export async function queryItems(client: DynamoDBClient, community: string): Promise<readonly Item[]> {
  const found: Item[] = [];
  let from: Item | undefined;
  do {
    const answer: QueryCommandOutput = await client.send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'community = :community',
        ExpressionAttributeValues: { ':community': { S: community } },
        ...(from === undefined ? {} : { ExclusiveStartKey: from }),
      }),
    );
    found.push(...(answer.Items ?? []));
    from = answer.LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}

/** One house by its code. */
export async function getItem(client: DynamoDBClient, house: HouseCells): Promise<Item | undefined> {
  return (await client.send(new GetItemCommand({ TableName: table, Key: keyOf(house) }))).Item;
}

/** Houses by their codes: 100 a request, all requests at once. */
export async function batchGetItems(client: DynamoDBClient, houses: readonly HouseCells[]): Promise<readonly Item[]> {
  const answers = await Promise.all(
    chunksOf(houses, 100).map(async (chunk) => {
      const found: Item[] = [];
      let wanted: Item[] = chunk.map(keyOf);
      while (wanted.length > 0) {
        const answer = await client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: wanted } } }));
        found.push(...(answer.Responses?.[table] ?? []));
        wanted = answer.UnprocessedKeys?.[table]?.Keys ?? [];
      }
      return found;
    }),
  );
  return answers.flat();
}

function keyOf(house: HouseCells): Item {
  return { community: { S: communityOf(house) }, code: { S: house.code ?? '' } };
}

/** The sample's codes begin with their community. */
function communityOf(house: HouseCells): string {
  return house.community ?? (house.code ?? '').slice(0, 12);
}

const sealed = new Set(['ownerName', 'ownerId', 'occupants']);
const numbers = new Set(['floor', 'floorArea']);

function itemOf(house: HouseCells): Item {
  const item: Item = { community: { S: communityOf(house) } };
  for (const [name, text] of Object.entries(house)) {
    if (text === '' || sealed.has(name)) continue;
    item[name] = name === 'rented' ? { BOOL: text === 'true' } : numbers.has(name) ? { N: text } : { S: text };
  }
  return item;
}

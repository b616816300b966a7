import {
  BatchGetItemCommand,
  CreateTableCommand,
  type DynamoDBClient,
  GetItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import { chunksOf } from '../../functions/store/chunks-of.ts';
import { type Capacity, consumedSince, type Meter } from './capacity.ts';
import { type HouseCells, writeItems } from './items.ts';
import { median, timed } from './timing.ts';

const table = 'bench-cost';
const index = 'by-community';

/** What one thing takes: of the store, and of the time of a processor that does nothing else. */
export interface Taken extends Capacity {
  readonly milliseconds: number;
}

/** The usual design: one item a house under its code, and an index that lists those of a community. */
export interface ItemDesign {
  readonly client: DynamoDBClient;
  readonly meter: Meter;
}

/** Creates the table and its index. */
export async function createCostTable({ client }: ItemDesign): Promise<void> {
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['code', 'community'].map((name) => ({ AttributeName: name, AttributeType: 'S' })),
      KeySchema: [{ AttributeName: 'code', KeyType: 'HASH' }],
      GlobalSecondaryIndexes: [
        {
          IndexName: index,
          KeySchema: [
            { AttributeName: 'community', KeyType: 'HASH' },
            { AttributeName: 'code', KeyType: 'RANGE' },
          ],
          Projection: { ProjectionType: 'ALL' },
        },
      ],
    }),
  );
}

/** Writes houses, 25 a request; what each takes. */
export async function writingOf(design: ItemDesign, houses: readonly HouseCells[]): Promise<Taken> {
  const before = design.meter.used();
  const { milliseconds } = await writeItems(design.client, houses, table);
  const { reads, writes } = consumedSince(before, design.meter);
  const share = (all: number) => all / houses.length;
  return { milliseconds: share(milliseconds), reads: share(reads), writes: share(writes) };
}

/** Reads one house and writes it as JSON. */
export async function readingOf(design: ItemDesign, house: HouseCells, runs: number): Promise<Taken> {
  const Key = { code: { S: house.code ?? '' } };
  return each(design, runs, async () => {
    const { Item } = await design.client.send(new GetItemCommand({ TableName: table, Key }));
    if (Item === undefined) throw new Error('Cannot price a house: it must be in the table');
    return JSON.stringify(Item);
  });
}

/** Reads the houses of a community, and as many others (their buildings and grids) by code. */
export async function readingPage(
  design: ItemDesign,
  page: { readonly community: string; readonly houses: number; readonly others: readonly HouseCells[] },
  runs: number,
): Promise<Taken> {
  return each(design, runs, async () => {
    const { Items = [] } = await design.client.send(
      new QueryCommand({
        TableName: table,
        IndexName: index,
        KeyConditionExpression: 'community = :community',
        ExpressionAttributeValues: { ':community': { S: page.community } },
        Limit: page.houses,
      }),
    );
    if (Items.length !== page.houses) throw new Error(`Cannot price a page: it must have ${page.houses} houses`);
    const Keys = page.others.map(({ code }) => ({ code: { S: code ?? '' } }));
    const requests = chunksOf(Keys, 100).map((keys) =>
      design.client.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys: keys } } })),
    );
    const others = await Promise.all(requests);
    return JSON.stringify([Items, others.map(({ Responses }) => Responses?.[table])]);
  });
}

async function each({ meter }: ItemDesign, runs: number, call: () => Promise<unknown>): Promise<Taken> {
  const before = meter.used();
  const times: number[] = [];
  for (let run = 0; run < runs; run += 1) times.push(await timed(call));
  const { reads, writes } = consumedSince(before, meter);
  return { milliseconds: median(times), reads: reads / runs, writes: writes / runs };
}

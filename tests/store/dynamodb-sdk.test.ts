import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, test } from 'vitest';
import { AwsFailure } from '../../functions/store/aws-failure.ts';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import type { Send } from '../../functions/store/dynamodb/operations.ts';
import { type Refusal, refusal } from '../../functions/store/dynamodb/send.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { type DynamodbEngine, dynamodbLocalEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';

for (const choice of [dynoxideEngine(), dynamodbLocalEngine()])
  describe(`requests to ${choice.name}`, () => {
    if ('missing' in choice) test.skip(`are not tested: ${choice.missing}`);
    else
      test("are answered, refused and failed as those of the SDK's client are, with the same state afterwards", () =>
        compare(choice.start));
  });

const commands = {
  GetItem: GetItemCommand,
  PutItem: PutItemCommand,
  DeleteItem: DeleteItemCommand,
  UpdateItem: UpdateItemCommand,
  Query: QueryCommand,
  Scan: ScanCommand,
  BatchGetItem: BatchGetItemCommand,
  BatchWriteItem: BatchWriteItemCommand,
  TransactWriteItems: TransactWriteItemsCommand,
};
type Operation = keyof typeof commands;

const bytes = Buffer.from([0, 255, 16, 128]);
const key = (sk: string) => ({ pk: { S: 'ä"\\\u2028福田' }, sk: { S: sk } });
const item = (sk: string, count = 1) => ({
  ...key(sk),
  count: { N: `${count}` },
  set: { SS: ['b', 'ä'] },
  bytes: { B: bytes },
});
const told = 'ALL_OLD' as const;

/** One request after the other on a table: each kind that the store sends, those that fail among them. */
function requests(table: string): readonly (readonly [Operation, object])[] {
  const absent = { ConditionExpression: 'attribute_not_exists(pk)', ReturnValuesOnConditionCheckFailure: told };
  const put = (sk: string) => ({ TableName: table, Item: item(sk), ...absent });
  const values = { ':pk': key('').pk };
  const query = { TableName: table, KeyConditionExpression: 'pk = :pk', ExpressionAttributeValues: values };
  return [
    ['GetItem', { TableName: table, Key: key('a'), ConsistentRead: true }],
    ['PutItem', put('a')],
    ['PutItem', put('a')],
    ['GetItem', { TableName: table, Key: key('a'), ConsistentRead: true }],
    [
      'GetItem',
      { TableName: table, Key: key('a'), ProjectionExpression: '#c', ExpressionAttributeNames: { '#c': 'count' } },
    ],
    [
      'UpdateItem',
      {
        ...{ TableName: table, Key: key('a'), UpdateExpression: 'ADD #c :one, #s :more', ReturnValues: 'ALL_NEW' },
        ExpressionAttributeNames: { '#c': 'count', '#s': 'set' },
        ExpressionAttributeValues: { ':one': { N: '1' }, ':more': { SS: ['c'] } },
      },
    ],
    [
      'BatchWriteItem',
      { RequestItems: { [table]: ['b', 'c', 'd', 'e'].map((sk) => ({ PutRequest: { Item: item(sk, 7) } })) } },
    ],
    ['BatchGetItem', { RequestItems: { [table]: { Keys: ['a', 'b', 'x'].map(key), ConsistentRead: true } } }],
    ['TransactWriteItems', { TransactItems: [{ Put: put('f') }, { Put: put('a') }] }],
    ['TransactWriteItems', { TransactItems: [{ Put: put('f') }, { Put: put('g') }] }],
    ['Query', { ...query, Limit: 3, ConsistentRead: true }],
    ['Query', { ...query, ExclusiveStartKey: key('c'), ScanIndexForward: false }],
    ['DeleteItem', { TableName: table, Key: key('b'), ConditionExpression: 'attribute_not_exists(pk)' }],
    ['DeleteItem', { TableName: table, Key: key('b') }],
    ['Scan', { TableName: table }],
    ['Scan', { TableName: 'there-is-none' }],
    ['GetItem', { TableName: table, Key: { pk: { S: 'alone' } } }],
    ['PutItem', { TableName: table, Item: { ...item('h'), bytes: { B: Buffer.alloc(450_000) } } }],
    ['Query', { ...query, ConsistentRead: true }],
  ];
}

async function compare(start: () => Promise<DynamodbEngine>): Promise<void> {
  const engine = await start();
  const ours = connect(engine.endpoint, 'ours-');
  const theirs = connect(engine.endpoint, 'them-');
  const client = new DynamoDBClient({
    ...{ endpoint: engine.endpoint.url ?? '', region: 'us-east-1', maxAttempts: 1 },
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  try {
    await createTables(ours);
    await createTables(theirs);
    const sent = requests(theirs.tables.items);
    for (const [place, [operation, input]] of requests(ours.tables.items).entries()) {
      const Command = commands[operation] as new (input: object) => GetItemCommand;
      const command = new Command(sent[place]?.[1] ?? {});
      const [got, wanted] = await Promise.all([
        outcomeOf((ours.send as (name: string, input: object) => ReturnType<Send>)(operation, input)),
        outcomeOf(client.send(command)),
      ]);
      expect({ place, operation, ...got }).toEqual({ place, operation, ...wanted });
    }
  } finally {
    client.destroy();
    ours.close();
    theirs.close();
    await engine.stop();
  }
}

/** What a request came to, without what is about the request itself: bytes as hexadecimal, tables by the same name. */
async function outcomeOf(work: Promise<unknown>): Promise<object> {
  const answer = await work.then(
    (value) => ({ value }),
    (error: Error) => ({ failed: error.name, said: error.message, told: toldBy(error) }),
  );
  const text = JSON.stringify(answer, function (this: Record<string, unknown>, name, value) {
    if (name === '$metadata') return undefined;
    const raw = this[name];
    return raw instanceof Uint8Array ? Buffer.from(raw).toString('hex') : value;
  });
  return JSON.parse(text.replaceAll('them-', 'ours-'));
}

function toldBy(error: Error): unknown {
  const refused =
    refusal(error, 'ConditionalCheckFailedException') ?? refusal(error, 'TransactionCanceledException') ?? {};
  const { Item, CancellationReasons } = (error instanceof AwsFailure ? refused : error) as Refusal;
  return { Item, CancellationReasons };
}

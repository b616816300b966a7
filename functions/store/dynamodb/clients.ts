import type { GetItemInput, QueryInput, TransactWriteItemsInput } from '@aws-sdk/client-dynamodb';
import type { Client, ClientStore } from '../../../schema/ports.ts';
import { parseClient } from '../client-text.ts';
import { type Item, textOf } from './attributes.ts';
import type { Connection } from './connect.ts';
import { alone, clientLine, secretLine } from './item-keys.ts';
import { retried } from './retry.ts';

/** The client port on DynamoDB. A client lies twice, under its id and under its secret's hash, written in one transaction. */
export function dynamodbClients(connection: Connection): ClientStore {
  return {
    bySecretHash: (secretHash) => readClient(connection, { pk: { S: secretLine(secretHash) }, sk: { S: alone } }),
    list: () => listClients(connection),
    put: (client) => putClient(connection, client),
  };
}

async function readClient({ send, tables, retry }: Connection, key: Item): Promise<Client | null> {
  const request: GetItemInput = { TableName: tables.items, Key: key, ConsistentRead: true };
  const { Item } = await retried('read a client', retry, () => send('GetItem', request));
  return Item === undefined ? null : parseClient(textOf(Item, 'body'));
}

async function listClients({ send, tables, retry }: Connection): Promise<Client[]> {
  const found: Client[] = [];
  let from: Item | undefined;
  do {
    const request: QueryInput = {
      TableName: tables.items,
      KeyConditionExpression: 'pk = :line',
      ExpressionAttributeValues: { ':line': { S: clientLine } },
      ConsistentRead: true,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    };
    const { Items = [], LastEvaluatedKey } = await retried('list clients', retry, () => send('Query', request));
    found.push(...Items.map((item) => parseClient(textOf(item, 'body'))));
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}

/** A secret that the client had before opens nothing afterwards. */
async function putClient(connection: Connection, client: Client): Promise<void> {
  const { tables, retry } = connection;
  const place = { pk: { S: clientLine }, sk: { S: client.id } };
  const before = await readClient(connection, place);
  const outdated = before !== null && before.secretHash !== client.secretHash ? [before.secretHash] : [];
  const put = (key: Item) => ({
    Put: { TableName: tables.items, Item: { ...key, body: { S: JSON.stringify(client) } } },
  });
  const remove = (hash: string) => ({ Delete: { TableName: tables.items, Key: secretKey(hash) } });
  const request: TransactWriteItemsInput = {
    TransactItems: [put(place), put(secretKey(client.secretHash)), ...outdated.map(remove)],
  };
  await retried('write a client', retry, () => connection.send('TransactWriteItems', request));
}

function secretKey(secretHash: string): Item {
  return { pk: { S: secretLine(secretHash) }, sk: { S: alone } };
}

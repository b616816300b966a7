import type { GetItemInput, QueryInput, TransactWriteItemsInput } from '@aws-sdk/client-dynamodb';
import type { NewLeaf } from '../../../schema/evidence/evidence-store.ts';
import type { CreditEdition, CreditEditions } from '../../../schema/registers/credit/credit-edition.ts';
import { creditLine, parseCreditEdition } from '../credit-edition-text.ts';
import { sortKey, textOf } from './attributes.ts';
import type { Connection } from './connect.ts';
import { editionLine } from './item-keys.ts';
import { appendStep } from './leaf-items.ts';
import { retried } from './retry.ts';
import { refusal } from './send.ts';

/** The line of credit editions on DynamoDB. Reads are consistent: the line never seems to step back. */
export function dynamodbCreditEditions(connection: Connection): CreditEditions {
  const latest = () => readLatest(connection);
  return {
    latest,
    get: (number) => readNumbered(connection, number),
    async move(next, leaves) {
      if (((await latest())?.number ?? 0) !== next.number - 1) return 'behind';
      return (await putWhenAbsent(connection, next, leaves)) ? 'moved' : standsAlready(await latest(), next);
    },
  };
}

async function readLatest({ send, tables, retry }: Connection): Promise<CreditEdition | null> {
  const request: QueryInput = {
    TableName: tables.items,
    KeyConditionExpression: 'pk = :line',
    ExpressionAttributeValues: { ':line': { S: editionLine(creditLine) } },
    ScanIndexForward: false,
    Limit: 1,
    ConsistentRead: true,
  };
  const { Items = [] } = await retried('read a credit edition', retry, () => send('Query', request));
  return Items[0] === undefined ? null : parseCreditEdition(textOf(Items[0], 'body'));
}

async function readNumbered({ send, tables, retry }: Connection, number: number): Promise<CreditEdition | null> {
  const request: GetItemInput = {
    TableName: tables.items,
    Key: { pk: { S: editionLine(creditLine) }, sk: { S: sortKey(number) } },
    ConsistentRead: true,
  };
  const { Item } = await retried('read a credit edition', retry, () => send('GetItem', request));
  return Item === undefined ? null : parseCreditEdition(textOf(Item, 'body'));
}

/** Numbers are never skipped, so the put succeeds only for the one who goes on from the newest. */
async function putWhenAbsent(
  { send, tables, retry }: Connection,
  next: CreditEdition,
  leaves: readonly NewLeaf[],
): Promise<boolean> {
  const Item = {
    pk: { S: editionLine(creditLine) },
    sk: { S: sortKey(next.number) },
    body: { S: JSON.stringify(next) },
  };
  const put = { Put: { TableName: tables.items, Item, ConditionExpression: 'attribute_not_exists(pk)' } };
  const request: TransactWriteItemsInput = {
    TransactItems: [put, ...leaves.map((leaf) => appendStep(tables.items, leaf))],
  };
  try {
    await retried('move the line of credit editions', retry, () => send('TransactWriteItems', request));
    return true;
  } catch (error) {
    if (refusal(error, 'TransactionCanceledException') !== null) return false;
    throw error;
  }
}

/** The answer to an attempt may have been lost: then our own edition is what stands. */
function standsAlready(standing: CreditEdition | null, next: CreditEdition): 'moved' | 'behind' {
  return JSON.stringify(standing) === JSON.stringify(parseCreditEdition(JSON.stringify(next))) ? 'moved' : 'behind';
}

import type { GetItemInput, PutItemInput } from '@aws-sdk/client-dynamodb';
import type { EvidenceStore, StoredCheckpoint } from '../../../schema/evidence/evidence-store.ts';
import { type Item, numberOf, textOf } from './attributes.ts';
import { charger } from './charge.ts';
import type { Connection } from './connect.ts';
import { dynamodbLeaves } from './evidence-leaves.ts';
import { evidenceStateLine } from './item-keys.ts';
import { retried } from './retry.ts';
import { refusal } from './send.ts';
import { readRun, sequence } from './sequence.ts';

const checkpointKey: Item = { pk: { S: evidenceStateLine }, sk: { S: 'checkpoint' } };

/** The evidence port on DynamoDB. A leaf is one item: it waits under its shard, and stays under its id once it has its place. */
export function dynamodbEvidence(connection: Connection): EvidenceStore {
  return {
    ...dynamodbLeaves(connection),
    charge: charger(connection),
    sequence: (most) => sequence(connection, most),
    run: (start) => readRun(connection, start),
    checkpoint: () => readCheckpoint(connection),
    advance: (from, next) => advance(connection, from, next),
  };
}

async function readCheckpoint({ send, tables, retry }: Connection): Promise<StoredCheckpoint | null> {
  const request: GetItemInput = { TableName: tables.items, Key: checkpointKey, ConsistentRead: true };
  const { Item } = await retried('read the checkpoint', retry, () => send('GetItem', request));
  return Item === undefined ? null : { size: numberOf(Item, 'size'), note: textOf(Item, 'note') };
}

/** When the answer to an attempt was lost, the next finds its own checkpoint standing. */
async function advance(connection: Connection, from: number, { size, note }: StoredCheckpoint): Promise<boolean> {
  const { send, tables, retry } = connection;
  const request: PutItemInput = {
    TableName: tables.items,
    Item: { ...checkpointKey, size: { N: String(size) }, note: { S: note } },
    ConditionExpression: from === 0 ? 'attribute_not_exists(pk)' : '#size = :from',
    ...(from === 0
      ? {}
      : { ExpressionAttributeNames: { '#size': 'size' }, ExpressionAttributeValues: { ':from': { N: String(from) } } }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  try {
    await retried('keep a checkpoint', retry, () => send('PutItem', request));
    return true;
  } catch (error) {
    const refused = refusal(error, 'ConditionalCheckFailedException');
    if (refused === null) throw error;
    return refused.Item?.note?.S === note;
  }
}

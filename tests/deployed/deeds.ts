import {
  type AttributeValue,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListBucketsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Config, Deployed } from '../../functions/platform/config.ts';
import { clientOptions, isLocal } from '../../functions/store/aws-endpoint.ts';
import {
  clientLine,
  editionLine,
  limitLine,
  onceLine,
  pendingLine,
  secretLine,
  topicLine,
  watchLine,
} from '../../functions/store/dynamodb/item-keys.ts';
import { tableNames } from '../../functions/store/dynamodb/tables.ts';
import { publicationTopic } from '../../schema/evidence/publication-event.ts';
import { subjects } from '../builders/credit-rows.ts';
import type { RoleSession } from './role-session.ts';

type Key = Record<string, AttributeValue>;

/** One real request, which harms nothing but a test's deployment. */
export interface Deed {
  attempt(): Promise<unknown>;
  /** A right to this may be limited by the partition key of the item. */
  readonly item?: { readonly action: string; readonly partition: string };
}

/** What someone with a session may try; by name. */
export type Deeds = Readonly<Record<string, Deed>>;

/** All that a function could wish to do to a deployment, with the keys of `session`. */
export function deedsOf(
  config: Config & { readonly deployed: Deployed },
  session: RoleSession,
  workBucket: string,
): Deeds {
  return { ...tableDeeds(config, session), ...otherDeeds(config, session), ...workDeeds(config, session, workBucket) };
}

function tableDeeds({ dynamodb, tablePrefix }: Config, credentials: RoleSession): Deeds {
  const client = new DynamoDBClient({ ...clientOptions(dynamodb), credentials });
  const { openBlocks, restrictedBlocks, items } = tableNames(tablePrefix);
  const open = { name: { S: 'probe' } };
  const restricted = { classAndName: { S: 'enterprise/probe' } };
  const item = (pk: string): Key => ({ pk: { S: pk }, sk: { S: 'probe' } });
  const get = (TableName: string, Key: Key): Deed => ({
    attempt: () => client.send(new GetItemCommand({ TableName, Key })),
  });
  const put = (TableName: string, Item: Key): Deed => ({
    attempt: () => client.send(new PutItemCommand({ TableName, Item })),
  });
  const remove = (TableName: string, Key: Key): Deed => ({
    attempt: () => client.send(new DeleteItemCommand({ TableName, Key })),
  });
  const scan = (TableName: string): Deed => ({ attempt: () => client.send(new ScanCommand({ TableName, Limit: 1 })) });
  const getItem = (partition: string): Deed => ({
    ...get(items, item(partition)),
    item: { action: 'GetItem', partition },
  });
  const putItem = (partition: string): Deed => ({
    ...put(items, item(partition)),
    item: { action: 'PutItem', partition },
  });
  const update = (partition: string): Deed => {
    const command = new UpdateItemCommand({
      TableName: items,
      Key: item(partition),
      UpdateExpression: 'SET probe = :one',
      ExpressionAttributeValues: { ':one': { N: '1' } },
    });
    return { attempt: () => client.send(command), item: { action: 'UpdateItem', partition } };
  };
  const spend = (key: string): Deed => update(limitLine(key));
  const line = (partition: string): Deed => {
    const command = new QueryCommand({
      TableName: items,
      KeyConditionExpression: 'pk = :pk',
      ExpressionAttributeValues: { ':pk': { S: partition } },
      Limit: 1,
    });
    return { attempt: () => client.send(command), item: { action: 'Query', partition } };
  };
  return {
    'read an open block': get(openBlocks, open),
    'write an open block': put(openBlocks, open),
    'delete an open block': remove(openBlocks, open),
    'scan open blocks': scan(openBlocks),
    'read a restricted block': get(restrictedBlocks, restricted),
    'write a restricted block': put(restrictedBlocks, restricted),
    'delete a restricted block': remove(restrictedBlocks, restricted),
    'scan restricted blocks': scan(restrictedBlocks),
    'scan items': scan(items),
    'read the PUBLIC line': line(editionLine('PUBLIC')),
    'read the GOVERNMENT line': line(editionLine('GOVERNMENT')),
    'move a line': putItem(editionLine('REGISTERED')),
    'read a client': getItem(secretLine('probe')),
    'list clients': line(clientLine),
    'write a client': putItem(secretLine('probe')),
    'spend points of an address': spend('points source probe'),
    'spend points of a client': spend('points client-probe'),
    'read the CREDIT line': line(editionLine('CREDIT')),
    'move the CREDIT line': putItem(editionLine('CREDIT')),
    'spend a credit quota of an address': spend('credit source probe'),
    'spend a credit quota of a client': spend('credit client probe'),
    'remember what an address paid': putItem(onceLine('source probe')),
    'remember what a client paid': putItem(onceLine('client probe')),
    'append evidence': putItem(pendingLine(0)),
    'list evidence that waits': line(pendingLine(0)),
    'list queries about an organisation': line(topicLine(`subject ${subjects.company}`)),
    'list evidence of publications': line(topicLine(publicationTopic)),
    'watch an organisation': update(watchLine('client-probe')),
  };
}

function otherDeeds(
  { s3, secretsManager, deployed }: Config & { deployed: Deployed },
  credentials: RoleSession,
): Deeds {
  const objects = new S3Client({ ...clientOptions(s3), credentials, forcePathStyle: isLocal(s3) });
  const secrets = new SecretsManagerClient({ ...clientOptions(secretsManager), credentials });
  const source = { Bucket: deployed.sourceBucket ?? '', Key: 'incoming/probe' };
  const deed = (attempt: () => Promise<unknown>): Deed => ({ attempt });
  const report = { Bucket: deployed.reportBucket ?? '', Key: 'probe.report.json' };
  return {
    'read the secret': deed(() => secrets.send(new GetSecretValueCommand({ SecretId: deployed.secrets }))),
    'read a source': deed(() => objects.send(new GetObjectCommand(source))),
    'write a source': deed(() => objects.send(new PutObjectCommand({ ...source, Body: 'probe' }))),
    'read a report': deed(() => objects.send(new GetObjectCommand(report))),
    'write a report': deed(() => objects.send(new PutObjectCommand({ ...report, Body: 'probe' }))),
    'list buckets': deed(() => objects.send(new ListBucketsCommand({}))),
  };
}

function workDeeds({ s3 }: Config, credentials: RoleSession, Bucket: string): Deeds {
  const client = new S3Client({ ...clientOptions(s3), credentials, forcePathStyle: isLocal(s3) });
  const at = { Bucket, Key: 'probe/probe' };
  return {
    'read work': { attempt: () => client.send(new GetObjectCommand(at)) },
    'write work': { attempt: () => client.send(new PutObjectCommand({ ...at, Body: 'probe' })) },
    'delete work': { attempt: () => client.send(new DeleteObjectCommand(at)) },
  };
}

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
import { GetObjectCommand, ListBucketsCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { Config, Deployed } from '../../functions/platform/config.ts';
import { clientOptions, isLocal } from '../../functions/store/aws-endpoint.ts';
import { clientLine, editionLine, limitLine, secretLine } from '../../functions/store/dynamodb/item-keys.ts';
import { tableNames } from '../../functions/store/dynamodb/tables.ts';
import type { RoleSession } from './role-session.ts';

type Key = Record<string, AttributeValue>;

/** What someone with a session may try; by name. Each is one real request that harms nothing but a test's deployment. */
export type Deeds = Readonly<Record<string, () => Promise<unknown>>>;

/** All that a function could wish to do to a deployment, with the keys of `session`. */
export function deedsOf(config: Config & { readonly deployed: Deployed }, session: RoleSession): Deeds {
  return { ...tableDeeds(config, session), ...otherDeeds(config, session) };
}

function tableDeeds({ dynamodb, tablePrefix }: Config, credentials: RoleSession): Deeds {
  const client = new DynamoDBClient({ ...clientOptions(dynamodb), credentials });
  const { openBlocks, restrictedBlocks, items } = tableNames(tablePrefix);
  const open = { name: { S: 'probe' } };
  const restricted = { classAndName: { S: 'enterprise/probe' } };
  const item = (pk: string): Key => ({ pk: { S: pk }, sk: { S: 'probe' } });
  const get = (TableName: string, Key: Key) => () => client.send(new GetItemCommand({ TableName, Key }));
  const put = (TableName: string, Item: Key) => () => client.send(new PutItemCommand({ TableName, Item }));
  const remove = (TableName: string, Key: Key) => () => client.send(new DeleteItemCommand({ TableName, Key }));
  const scan = (TableName: string) => () => client.send(new ScanCommand({ TableName, Limit: 1 }));
  const spend = (key: string) => () =>
    client.send(
      new UpdateItemCommand({
        TableName: items,
        Key: item(limitLine(key)),
        UpdateExpression: 'SET probe = :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
  const line = (pk: string) => () =>
    client.send(
      new QueryCommand({
        TableName: items,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': { S: pk } },
        Limit: 1,
      }),
    );
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
    'move a line': put(items, item(editionLine('REGISTERED'))),
    'read a client': get(items, item(secretLine('probe'))),
    'list clients': line(clientLine),
    'write a client': put(items, item(secretLine('probe'))),
    'spend points of an address': spend('points source probe'),
    'spend points of a client': spend('points client-probe'),
  };
}

function otherDeeds(
  { s3, secretsManager, deployed }: Config & { deployed: Deployed },
  credentials: RoleSession,
): Deeds {
  const objects = new S3Client({ ...clientOptions(s3), credentials, forcePathStyle: isLocal(s3) });
  const secrets = new SecretsManagerClient({ ...clientOptions(secretsManager), credentials });
  const source = { Bucket: deployed.sourceBucket ?? '', Key: 'probe' };
  const report = { Bucket: deployed.reportBucket ?? '', Key: 'probe.report.json' };
  return {
    'read the secret': () => secrets.send(new GetSecretValueCommand({ SecretId: deployed.secrets })),
    'read a source': () => objects.send(new GetObjectCommand(source)),
    'write a source': () => objects.send(new PutObjectCommand({ ...source, Body: 'probe' })),
    'read a report': () => objects.send(new GetObjectCommand(report)),
    'write a report': () => objects.send(new PutObjectCommand({ ...report, Body: 'probe' })),
    'list buckets': () => objects.send(new ListBucketsCommand({})),
  };
}

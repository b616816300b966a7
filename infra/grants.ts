import { type ManagedPolicy, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import { acknowledge } from './acknowledge.ts';
import type { SharedBucket } from './data/buckets.ts';
import type { KeyedTable } from './data/tables.ts';
import type { Data } from './data-stack.ts';

const readingKey = ['kms:Decrypt', 'kms:DescribeKey'];
const writingKey = [...readingKey, 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:ReEncryptFrom', 'kms:ReEncryptTo'];

/** What may be done with items of a table; Scan is the sweeper's alone (publish/sweeper.ts). */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'BatchWriteItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'ConditionCheckItem'
  | 'Scan';

const readingActions: readonly TableAction[] = ['GetItem', 'BatchGetItem', 'Query', 'ConditionCheckItem', 'Scan'];

/**
 * Lets actions be done with items of a table: all of them, or those whose partition key is one of `leadingKeys` (`*` stands for
 * any text), with all of their attributes or, where a request names those that it wants, with `attributes`; and lets DynamoDB use
 * the table's key for it.
 */
export function tableGrant(
  to: KeyedTable,
  actions: readonly TableAction[],
  leadingKeys?: readonly string[],
  attributes?: readonly string[],
): PolicyStatement[] {
  const writes = actions.some((action) => !readingActions.includes(action));
  return [
    new PolicyStatement({
      actions: actions.map((action) => `dynamodb:${action}`),
      resources: [to.table.tableArn],
      conditions: {
        ...(leadingKeys === undefined
          ? {}
          : { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [...leadingKeys] } }),
        ...(attributes === undefined ? {} : attributeConditions(attributes)),
      },
    }),
    keyGrant(to.key, writes ? 'write' : 'read', 'dynamodb'),
  ];
}

/** A request that names no attributes selects all of them, which is not one of these. */
function attributeConditions(attributes: readonly string[]) {
  return {
    'ForAllValues:StringEquals': { 'dynamodb:Attributes': [...attributes] },
    StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
  };
}

/** Lets a service use a key on behalf of whoever has this grant. */
export function keyGrant(
  key: Key,
  use: 'read' | 'write',
  service: 'dynamodb' | 's3' | 'secretsmanager' | 'sqs',
): PolicyStatement {
  return new PolicyStatement({
    actions: use === 'read' ? readingKey : writingKey,
    resources: [key.keyArn],
    conditions: { StringEquals: { 'kms:ViaService': `${service}.${key.stack.region}.amazonaws.com` } },
  });
}

/** Lets the value of a secret be read. */
export function secretGrant(secret: CfnSecret, key: Key): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['secretsmanager:GetSecretValue'], resources: [secret.attrId] }),
    keyGrant(key, 'read', 'secretsmanager'),
  ];
}

/**
 * Lets actions be done with objects of a bucket whose names match `names`. To whoever may not list the bucket, S3 answers for an
 * object that is not there as for one that is forbidden.
 */
export function bucketGrant(
  { arn, key }: SharedBucket,
  actions: readonly ('GetObject' | 'GetObjectVersion' | 'PutObject')[],
  names: 'incoming/*' | '*' = '*',
): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: actions.map((action) => `s3:${action}`), resources: [`${arn}/${names}`] }),
    ...(actions.includes('GetObject') ? [new PolicyStatement({ actions: ['s3:ListBucket'], resources: [arn] })] : []),
    keyGrant(key, actions.includes('PutObject') ? 'write' : 'read', 's3'),
  ];
}

/** Says of the rights in a policy that end with `*` why they do: these, and no others. */
export function explainWildcards(policy: ManagedPolicy, { shared }: Data): void {
  const noResources = 'X-Ray knows no resources that a right could be limited to';
  acknowledge(policy, 'AwsSolutions-IAM5[Resource::*]', noResources);
  const objects = Object.values(shared).flatMap(({ exportName }) => [`${exportName}/*`, `${exportName}/incoming/*`]);
  const rules = objects.map((name) => `AwsSolutions-IAM5[Resource::${name}]`);
  acknowledge(
    policy,
    rules,
    'Objects have names that are made when they arrive; no function may change the bucket itself',
  );
}

import { Aws, type RemovalPolicy, Stack } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';

/** The keys that data is encrypted with: who may use one says nothing of what lies under another. */
export interface Keys {
  /** Open blocks and the evidence log. */
  readonly open: Key;
  /** Restricted blocks. */
  readonly restricted: Key;
  /** Editions, clients, limits; the secret. */
  readonly items: Key;
  /** Source files, which hold what is sealed, work on them, and reports. */
  readonly files: Key;
  /** Logs, alarms and queues. */
  readonly operations: Key;
}

/** Makes the keys of a deployment; each is renewed every year. */
export function makeKeys(scope: Construct, prefix: string, removalPolicy: RemovalPolicy): Keys {
  const make = (name: string, description: string) =>
    new Key(scope, `${name}Key`, {
      alias: `${prefix}${name.toLowerCase()}`,
      description,
      enableKeyRotation: true,
      removalPolicy,
    });
  const operations = make('Operations', 'Logs, alarms and queues');
  operations.addToResourcePolicy(logsMayUse(Stack.of(scope).region));
  operations.addToResourcePolicy(alarmsMayUse());
  return {
    open: make('Open', 'Open blocks and the evidence log'),
    restricted: make('Restricted', 'Restricted blocks'),
    items: make('Items', 'Editions, clients, limits and the secret'),
    files: make('Files', 'Source files, work on them, reports'),
    operations,
  };
}

/** For log groups of this account alone. In a key's own policy "*" is that key. */
function logsMayUse(region: string): PolicyStatement {
  const logGroups = `arn:${Aws.PARTITION}:logs:${region}:${Aws.ACCOUNT_ID}:log-group:*`;
  return new PolicyStatement({
    principals: [new ServicePrincipal(`logs.${region}.amazonaws.com`)],
    actions: [
      'kms:Encrypt',
      'kms:Decrypt',
      'kms:ReEncryptFrom',
      'kms:ReEncryptTo',
      'kms:GenerateDataKey',
      'kms:DescribeKey',
    ],
    resources: ['*'],
    conditions: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': logGroups } },
  });
}

/** Alarms of this account tell an encrypted topic. */
function alarmsMayUse(): PolicyStatement {
  return new PolicyStatement({
    principals: ['cloudwatch.amazonaws.com', 'events.amazonaws.com'].map((service) => new ServicePrincipal(service)),
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
  });
}

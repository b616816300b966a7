import { CfnOutput, Stack, type StackProps } from 'aws-cdk-lib';
import type { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { stackOutputs } from '../functions/platform/stack-names.ts';
import type { Config } from './config.ts';
import { type Buckets, makeBuckets, type SharedBucket, shareBucket } from './data/buckets.ts';
import { type Keys, makeKeys } from './data/keys.ts';
import { makeSecret } from './data/secret.ts';
import { makeTables, type Tables } from './data/tables.ts';

/** What a deployment keeps, and what the other stacks are given of it. */
export interface Data {
  readonly stack: Stack;
  readonly tablePrefix: string;
  readonly keys: Keys;
  readonly tables: Tables;
  readonly buckets: Buckets;
  /** The buckets that functions are given rights to. */
  readonly shared: Readonly<Record<'source' | 'report' | 'work' | 'evidence', SharedBucket>>;
  readonly secret: CfnSecret;
  /** Apart from the other: whoever answers requests cannot sign. */
  readonly evidenceSecret: CfnSecret;
}

/** The stack of all that must outlive a deployment: keys, tables, buckets, secrets. */
export function makeDataStack(scope: Construct, tablePrefix: string, config: Config, props: StackProps): Data {
  const stack = new Stack(scope, 'data', props);
  const keys = makeKeys(stack, tablePrefix, config.removal);
  const tables = makeTables(stack, tablePrefix, { keys, config });
  const buckets = makeBuckets(stack, keys, config);
  const secret = makeSecret(stack, 'Secret', {
    description: 'Cursor key and key pepper are derived from it',
    key: keys.items,
    removal: config.removal,
  });
  const evidenceSecret = makeSecret(stack, 'EvidenceSecret', {
    description: 'The key that signs the evidence log is derived from it',
    key: keys.items,
    removal: config.removal,
  });
  type Told = 'sourceBucket' | 'reportBucket' | 'tablePrefix' | 'secrets' | 'evidenceSecret';
  const tell = (output: Told, value: string) => new CfnOutput(stack, stackOutputs[output].key, { value });
  tell('sourceBucket', buckets.source.bucketName);
  tell('reportBucket', buckets.report.bucketName);
  tell('tablePrefix', tablePrefix);
  tell('secrets', secret.attrId);
  tell('evidenceSecret', evidenceSecret.attrId);
  const shared = {
    source: shareBucket(buckets.source, keys.files),
    report: shareBucket(buckets.report, keys.files),
    work: shareBucket(buckets.work, keys.files),
    evidence: shareBucket(buckets.evidence, keys.open),
  };
  return { stack, tablePrefix, shared, keys, tables, buckets, secret, evidenceSecret };
}

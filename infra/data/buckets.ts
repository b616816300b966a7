import { Duration } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type BucketProps,
  type CfnBucket,
  type IBucket,
  type LifecycleRule,
  ObjectLockRetention,
  ObjectOwnership,
  StorageClass,
} from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';
import type { Config } from '../config.ts';
import type { Keys } from './keys.ts';

/** The buckets of a deployment. */
export interface Buckets {
  /** Source files arrive here, under `incoming/<register>/`; each arrival is told to EventBridge. */
  readonly source: Bucket;
  readonly report: Bucket;
  /** Parts and runs of publications under way: gone in a week. */
  readonly work: Bucket;
  /** Tiles and checkpoints of the evidence log. */
  readonly evidence: Bucket;
  /** Who asked for which object of the others. */
  readonly access: Bucket;
}

/** A bucket as other stacks are given rights to it. */
export interface SharedBucket {
  /** ARN, by an export of this name. */
  readonly arn: string;
  readonly exportName: string;
  readonly key: Key;
}

/** Exports a bucket's ARN under a name of its own, by which acknowledgements can name it (grants.ts). */
export function shareBucket(bucket: Bucket, key: Key): SharedBucket {
  const exportName = `${bucket.stack.stackName}-${bucket.node.id}`;
  return { arn: bucket.stack.exportValue(bucket.bucketArn, { name: exportName }), exportName, key };
}

const oneRegion =
  'The data must not leave the region: versions guard against mistakes, three zones against loss, and sources are kept by the city';
const unfinished: LifecycleRule = { abortIncompleteMultipartUploadAfter: Duration.days(2) };
const outdated: LifecycleRule = { noncurrentVersionExpiration: Duration.days(90) };

/** Makes the buckets: versioned, encrypted, closed to the public, over TLS only. */
export function makeBuckets(scope: Construct, keys: Keys, config: Config): Buckets {
  const access = makeAccessBucket(scope, config);
  const make = (id: string, key: Key, own: BucketProps) =>
    new Bucket(scope, `${id}Files`, {
      ...closed(config),
      encryption: BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: access as IBucket, // its own type is at odds with exactOptionalPropertyTypes
      serverAccessLogsPrefix: `${id.toLowerCase()}/`,
      ...own,
    });
  const rarely: LifecycleRule = {
    transitions: [{ storageClass: StorageClass.INFREQUENT_ACCESS, transitionAfter: Duration.days(60) }],
  };
  const source = make('Source', keys.files, { lifecycleRules: [unfinished, outdated, rarely] });
  // By the bucket itself: the construct's own way is a function that the emulator cannot run.
  (source.node.defaultChild as CfnBucket).addPropertyOverride(
    'NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled',
    true,
  );
  const buckets = {
    source,
    report: make('Report', keys.files, { lifecycleRules: [unfinished, outdated] }),
    work: make('Work', keys.files, { lifecycleRules: [unfinished, shortLived(7)] }),
    evidence: make('Evidence', keys.open, {
      lifecycleRules: [unfinished],
      ...(config.evidenceLock === null
        ? {}
        : { objectLockEnabled: true, objectLockDefaultRetention: ObjectLockRetention.compliance(config.evidenceLock) }),
    }),
    access,
  };
  for (const bucket of Object.values(buckets))
    acknowledge(bucket, 'NIST.800.53.R5-S3BucketReplicationEnabled', oneRegion);
  return buckets;
}

/** S3 can write its own logs only where S3 itself keeps the key. */
function makeAccessBucket(scope: Construct, config: Config): Bucket {
  const bucket = new Bucket(scope, 'AccessFiles', {
    ...closed(config),
    encryption: BucketEncryption.S3_MANAGED,
    lifecycleRules: [unfinished, shortLived(365)],
  });
  acknowledge(bucket, 'NIST.800.53.R5-S3DefaultEncryptionKMS', 'S3 writes its own logs only under a key that S3 keeps');
  return bucket;
}

function closed(config: Config): BucketProps {
  return {
    versioned: true,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    removalPolicy: config.removal,
  };
}

function shortLived(days: number): LifecycleRule {
  return { expiration: Duration.days(days), noncurrentVersionExpiration: Duration.days(1) };
}

import { expect, test } from 'vitest';
import { deployments } from '../../functions/platform/stack-names.ts';
import { resourcesOf, synthesised } from '../harness/made-app.ts';

/** The emulator drops most of this (infra/config.ts). */
test.each(deployments)(
  'buckets of %s are versioned, encrypted, closed, tidied, and reached over TLS alone',
  (deployment) => {
    const app = synthesised(deployment);
    const buckets = resourcesOf(app, 'AWS::S3::Bucket').map(({ Properties }) => Properties);
    expect(buckets).toHaveLength(5);
    for (const bucket of buckets) {
      expect(bucket.VersioningConfiguration).toEqual({ Status: 'Enabled' });
      expect(bucket.BucketEncryption).toBeDefined();
      expect(Object.values(bucket.PublicAccessBlockConfiguration as object)).toEqual([true, true, true, true]);
      expect(JSON.stringify(bucket.LifecycleConfiguration)).toContain('AbortIncompleteMultipartUpload');
    }
    const byOwnKey = buckets.filter((bucket) => JSON.stringify(bucket.BucketEncryption).includes('aws:kms'));
    expect(byOwnKey).toHaveLength(4); // S3 cannot write its own log under a key of ours
    const policies = resourcesOf(app, 'AWS::S3::BucketPolicy').map((policy) => JSON.stringify(policy));
    expect(policies).toHaveLength(5);
    for (const policy of policies) expect(policy).toContain('"aws:SecureTransport":"false"');
  },
);

test('evidence of production cannot be deleted or changed for years, by anyone', () => {
  const locked = resourcesOf(synthesised('prod'), 'AWS::S3::Bucket').filter(
    ({ Properties }) => Properties.ObjectLockEnabled === true,
  );
  expect(locked.map(({ Properties }) => Properties.ObjectLockConfiguration)).toEqual([
    { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 1825 } } },
  ]);
});

test('only the bucket of sources tells of arrivals, by no function in between', () => {
  const app = synthesised('prod');
  const telling = resourcesOf(app, 'AWS::S3::Bucket').filter(
    ({ Properties }) => Properties.NotificationConfiguration !== undefined,
  );
  expect(telling.map(({ Properties }) => Properties.NotificationConfiguration)).toEqual([
    { EventBridgeConfiguration: { EventBridgeEnabled: true } },
  ]);
  expect(
    Object.values(app.templates)
      .flatMap(({ Resources }) => Object.values(Resources))
      .filter(({ Type }) => /^Custom::|CustomResource/.test(Type)),
  ).toEqual([]);
});

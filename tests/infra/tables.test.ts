import { expect, test } from 'vitest';
import { deployments } from '../../functions/platform/stack-names.ts';
import { resourcesOf, synthesised } from '../harness/made-app.ts';

/** cdk-nag does not look at tables of this kind, and the emulator drops most of this (infra/config.ts). */
test.each(deployments)(
  'tables of %s can be restored, are paid by request and lie under keys of their own',
  (deployment) => {
    const tables = resourcesOf(synthesised(deployment), 'AWS::DynamoDB::GlobalTable').map(
      ({ Properties }) => Properties,
    );
    expect(tables.map(({ TableName }) => TableName)).toEqual(
      ['open-blocks', 'restricted-blocks', 'items'].map((name) => `basegrid-${deployment}-${name}`),
    );
    for (const { BillingMode, SSESpecification, Replicas } of tables) {
      expect(BillingMode).toBe('PAY_PER_REQUEST');
      expect(SSESpecification).toEqual({ SSEEnabled: true, SSEType: 'KMS' });
      expect(Replicas).toEqual([
        expect.objectContaining({
          DeletionProtectionEnabled: deployment === 'prod',
          PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
          SSESpecification: { KMSMasterKeyId: expect.anything() },
        }),
      ]);
    }
    const keys = tables.map(({ Replicas }) => JSON.stringify(Replicas).match(/KMSMasterKeyId.*?\}/)?.[0]);
    expect(new Set(keys).size).toBe(3);
  },
);

test('only items that say when may be forgotten', () => {
  const tables = resourcesOf(synthesised('prod'), 'AWS::DynamoDB::GlobalTable').map(({ Properties }) => Properties);
  expect(tables.map(({ TimeToLiveSpecification }) => TimeToLiveSpecification)).toEqual([
    undefined,
    undefined,
    { AttributeName: 'expiresAt', Enabled: true },
  ]);
});

test('what is kept outlives its stack in production', () => {
  const kept = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret'];
  const app = synthesised('prod');
  for (const type of kept)
    for (const { DeletionPolicy } of resourcesOf(app, type)) expect([type, DeletionPolicy]).toEqual([type, 'Retain']);
});

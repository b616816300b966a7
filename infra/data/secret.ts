import type { RemovalPolicy } from 'aws-cdk-lib';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { CfnSecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { acknowledge } from '../acknowledge.ts';

/**
 * The secret that the deployment's keys are derived from (functions/store/deployed-secrets.ts): made where it is kept, and in no
 * template. `attrId` is its ARN, here as on the emulator, where `ref` is its name.
 */
export function makeSecret(
  scope: Construct,
  id: string,
  given: { description: string; key: Key; removal: RemovalPolicy },
): CfnSecret {
  const secret = new CfnSecret(scope, id, {
    description: given.description,
    kmsKeyId: given.key.keyArn,
    generateSecretString: { passwordLength: 64, excludePunctuation: true },
  });
  secret.applyRemovalPolicy(given.removal);
  acknowledge(
    secret,
    ['AwsSolutions-SMG4', 'NIST.800.53.R5-SecretsManagerRotationEnabled'],
    'A new pepper would lock every client out: keys are rotated by hand, as docs/operations.md says',
  );
  return secret;
}

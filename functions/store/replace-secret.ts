import { randomBytes } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../platform/config.ts';
import { clientOptions } from './aws-endpoint.ts';
import { patientPolicy, retried } from './dynamodb/retry.ts';
import { openSecrets } from './open-secrets.ts';
import type { Secrets } from './secret-keys.ts';
import { secretsFile } from './secrets.ts';

/**
 * Puts a new random key in place of one, and keeps the other, in a deployment's secret or in the data folder. Processes that run
 * keep the keys with which they started.
 */
export async function replaceSecret(config: Config, name: keyof Secrets): Promise<void> {
  const secrets: Secrets = { ...(await openSecrets(config)), [name]: randomBytes(32) };
  const keys = Object.fromEntries(Object.entries(secrets).map(([key, bytes]) => [key, base64(bytes)]));
  if (config.deployed === null) return replaceFile(join(config.data, secretsFile), JSON.stringify(keys));
  await replaceDeployed(config, config.deployed.secrets, JSON.stringify(keys));
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

async function replaceFile(path: string, text: string): Promise<void> {
  await writeFile(`${path}.next`, text, { mode: 0o600 });
  await rename(`${path}.next`, path);
}

async function replaceDeployed({ secretsManager }: Config, id: string, text: string): Promise<void> {
  const { PutSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManagerClient(clientOptions(secretsManager));
  // Tried again, it is the same version of the secret, not one more.
  const command = new PutSecretValueCommand({
    SecretId: id,
    SecretString: text,
    ClientRequestToken: randomBytes(16).toString('hex'),
  });
  await retried('replace the secret', patientPolicy, () => client.send(command)).finally(() => client.destroy());
}

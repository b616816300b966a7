import { hkdfSync } from 'node:crypto';
import type { Endpoint } from '../platform/config.ts';
import { type AwsService, awsCaller } from './aws-caller.ts';
import { patientPolicy, type RetryPolicy, retried } from './dynamodb/retry.ts';
import { parseEvidenceSeeds, parseSecrets, type Secrets } from './secret-keys.ts';

/** Characters of a generated secret: 32 of them hold 160 random bits even if there were no more than 32 kinds. */
const fewestCharacters = 32;

/**
 * The keys of a deployment, from its secret in Secrets Manager. Read once a process; kept in memory only. No message holds a
 * part of it.
 */
export async function deployedSecrets(
  endpoint: Endpoint,
  id: string,
  retry: RetryPolicy = patientPolicy,
): Promise<Secrets> {
  return secretsFrom(await readSecret(endpoint, id, retry));
}

/** The private keys of a deployment's evidence log, newest first, from its secret. */
export async function deployedEvidenceSeeds(
  endpoint: Endpoint,
  id: string,
  retry: RetryPolicy = patientPolicy,
): Promise<readonly Uint8Array[]> {
  return evidenceSeedsFrom(await readSecret(endpoint, id, retry));
}

/** The text of a secret. */
export async function readSecret(endpoint: Endpoint, id: string, retry: RetryPolicy = patientPolicy): Promise<string> {
  const { call, close } = awsCaller(secretsManager, endpoint);
  const request = JSON.stringify({ SecretId: id });
  try {
    const answer: { SecretString?: string } = JSON.parse(
      await retried('read the secret', retry, () => call('GetSecretValue', request)),
    );
    return answer.SecretString ?? '';
  } finally {
    close();
  }
}

const secretsManager: AwsService = {
  name: 'secretsmanager',
  target: 'secretsmanager',
  contentType: 'application/x-amz-json-1.1',
  client: async (options) => {
    const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    return new SecretsManagerClient(options) as never;
  },
};

/**
 * The keys that a secret's text stands for: its own, where it holds two of them as JSON (so that one can be replaced and the
 * other kept), else keys derived from the whole text, each under a label of its own (HKDF, RFC 5869).
 */
export function secretsFrom(text: string): Secrets {
  if (text.trimStart().startsWith('{')) {
    const given = parseSecrets(text);
    if (given !== null) return given;
    throw new Error(
      'Cannot read the secret: as JSON it must hold "cursorKey" and "keyPepper", 32 bytes each in base64',
    );
  }
  if (text.length < fewestCharacters)
    throw new Error(`Cannot read the secret: length must be at least ${fewestCharacters}, is ${text.length}`);
  return { cursorKey: derivedKey(text, 'basegrid cursor key'), keyPepper: derivedKey(text, 'basegrid key pepper') };
}

/**
 * The private keys of the evidence log that a secret's text stands for: `evidenceSeeds` where it is JSON that lists them, newest
 * first (so that a new key can be put before the old one), else one that is derived from the whole text.
 */
export function evidenceSeedsFrom(text: string): readonly Uint8Array[] {
  if (text.length < fewestCharacters)
    throw new Error(`Cannot read the secret: length must be at least ${fewestCharacters}, is ${text.length}`);
  const listed = parseEvidenceSeeds(text);
  if (listed !== null) return listed;
  if (text.trimStart().startsWith('{'))
    throw new Error('Cannot read the secret: as JSON it must list "evidenceSeeds", 32 bytes each in base64');
  return [derivedKey(text, 'basegrid evidence key')];
}

function derivedKey(text: string, label: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', text, new Uint8Array(), label, 32));
}

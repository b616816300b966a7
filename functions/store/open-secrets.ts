import type { Config } from '../platform/config.ts';
import type { Secrets } from './secret-keys.ts';

/** The keys that `config` names: a deployment's, or those of the local run in its data folder. Only what is needed is loaded. */
export async function openSecrets({ deployed, secretsManager, data }: Config): Promise<Secrets> {
  if (deployed === null) return (await import('./secrets.ts')).localSecrets(data);
  return (await import('./deployed-secrets.ts')).deployedSecrets(secretsManager, deployed.secrets);
}

/** The text by which CloudFront proves to be CloudFront; null where there is none. */
export async function openEdgeProof({ deployed, secretsManager }: Config): Promise<string | null> {
  if (deployed === null || deployed.edgeSecret === null) return null;
  return (await import('./deployed-secrets.ts')).readSecret(secretsManager, deployed.edgeSecret);
}

/** The private keys of the evidence log that `config` names, newest first. Asked for by those alone who sign checkpoints. */
export async function openEvidenceSeeds({
  deployed,
  secretsManager,
  data,
}: Pick<Config, 'deployed' | 'secretsManager' | 'data'>): Promise<readonly Uint8Array[]> {
  if (deployed === null) return (await import('./secrets.ts')).localEvidenceSeeds(data);
  return (await import('./deployed-secrets.ts')).deployedEvidenceSeeds(secretsManager, deployed.secrets);
}

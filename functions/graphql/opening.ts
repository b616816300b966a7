import type { Store } from '../../schema/ports.ts';
import type { Config, Deployed } from '../platform/config.ts';
import { deployedSecrets, readSecret } from '../store/deployed-secrets.ts';
import { openDeployedStore } from '../store/open-deployed-store.ts';
import type { Secrets } from '../store/secret-keys.ts';

/** What the function has to ask others for before it can answer. */
export interface Opening {
  readonly store: Store;
  readonly secrets: Promise<Secrets>;
  /** The text by which CloudFront proves to be CloudFront; null where there is none. */
  readonly edgeProof: Promise<string | null>;
}

/** Opens the store and asks for the keys, without waiting for them: there is code to load meanwhile. */
export async function open(config: Config): Promise<Opening> {
  const { deployed } = config;
  const isDeployed = deployed !== null && config.store === 'dynamodb';
  const opening = isDeployed
    ? ofDeployment(config, deployed)
    : await (await import('./open-locally.ts')).openLocally(config);
  // Whoever awaits them is told; until then a failure is nobody's.
  opening.secrets.catch(() => undefined);
  opening.edgeProof.catch(() => undefined);
  return opening;
}

/** What a deployed function needs is imported at once, in one file: a cold start waits for every file. */
function ofDeployment(config: Config, deployed: Deployed): Opening {
  const { secretsManager } = config;
  const { secrets, edgeSecret } = deployed;
  return {
    store: openDeployedStore(config, deployed),
    secrets: deployedSecrets(secretsManager, secrets),
    edgeProof: edgeSecret === null ? Promise.resolve(null) : readSecret(secretsManager, edgeSecret),
  };
}

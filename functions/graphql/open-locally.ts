import type { Config } from '../platform/config.ts';
import { openEdgeProof, openSecrets } from '../store/open-secrets.ts';
import { openStore } from '../store/open-store.ts';
import type { Opening } from './opening.ts';

/** As `open`, of the stores and keys of a machine of one's own. Not in the bundle: who deploys has neither. */
export async function openLocally(config: Config): Promise<Opening> {
  return { store: await openStore(config), secrets: openSecrets(config), edgeProof: openEdgeProof(config) };
}

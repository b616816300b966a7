import { createSigner, type Signer } from '../../schema/evidence/signed-note.ts';
import type { Config } from '../platform/config.ts';
import { openEvidenceSeeds } from '../store/open-secrets.ts';

/** Those who sign the log's checkpoints, newest key first. */
export async function openSigners(config: Config): Promise<readonly Signer[]> {
  const seeds = await openEvidenceSeeds(config);
  return seeds.map((seed) => createSigner(config.evidenceOrigin, seed));
}

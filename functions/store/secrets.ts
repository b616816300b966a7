import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keptText } from './kept-text.ts';
import { parseEvidenceSeeds, parseSecrets, type Secrets } from './secret-keys.ts';

/** Name of the file in the data folder. */
export const secretsFile = 'secrets.json';
const evidenceFileName = 'evidence-keys.json';

/** The secrets of a local run, made once and kept in `folder`, readable by their owner alone; processes that start at once agree. */
export async function localSecrets(folder: string): Promise<Secrets> {
  const text = await keptText(join(folder, secretsFile), () =>
    JSON.stringify({ cursorKey: newKey(), keyPepper: newKey() }),
  );
  const secrets = parseSecrets(text);
  if (secrets === null) throw new Error(`Cannot read "${secretsFile}": must hold two keys of 32 bytes in base64`);
  return secrets;
}

/**
 * The private keys of the evidence log of a local run, newest first, made and kept likewise. In a file of their own: who serves need not
 * be able to sign, and folders of earlier versions get them too.
 */
export async function localEvidenceSeeds(folder: string): Promise<readonly Uint8Array[]> {
  const text = await keptText(join(folder, evidenceFileName), () => JSON.stringify({ evidenceSeeds: [newKey()] }));
  const seeds = parseEvidenceSeeds(text);
  if (seeds === null)
    throw new Error(`Cannot read "${evidenceFileName}": "evidenceSeeds" must list keys of 32 bytes in base64`);
  return seeds;
}

function newKey(): string {
  return randomBytes(32).toString('base64');
}

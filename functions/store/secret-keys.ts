import { type Form, list, members, text } from './stored-form.ts';

/** Keys of a deployment; each of 32 bytes. */
export interface Secrets {
  /** Seals cursors. */
  readonly cursorKey: Uint8Array;
  /** Keys the hashes of client secrets. */
  readonly keyPepper: Uint8Array;
}

const key: Form<Buffer> = (found, place) => {
  const bytes = Buffer.from(text(found, place), 'base64');
  if (bytes.length === 32 && bytes.toString('base64') === found) return bytes;
  throw new Error(`Cannot read ${place}: must be 32 bytes in base64`);
};
const secretKeys = members<Secrets>({ cursorKey: key, keyPepper: key });

/** The keys in a JSON text, in base64; null when it is none, and never an error, which would quote it. */
export function parseSecrets(stored: string): Secrets | null {
  try {
    return secretKeys(JSON.parse(stored), 'secret');
  } catch {
    return null;
  }
}

const evidenceSeeds = members({ evidenceSeeds: list(key) });

/** The private keys of the evidence log in a JSON text, newest first; null when it holds none. */
export function parseEvidenceSeeds(stored: string): readonly Uint8Array[] | null {
  try {
    const { evidenceSeeds: seeds } = evidenceSeeds(JSON.parse(stored), 'secret');
    return seeds.length > 0 ? seeds : null;
  } catch {
    return null;
  }
}

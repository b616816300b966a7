import * as z from 'zod';

/** Keys of a deployment; each of 32 bytes. */
export interface Secrets {
  /** Seals cursors. */
  readonly cursorKey: Uint8Array;
  /** Keys the hashes of client secrets. */
  readonly keyPepper: Uint8Array;
}

const key = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32);
const secretKeys = z.object({ cursorKey: key, keyPepper: key });

/** The keys in a JSON text, in base64; null when it is none, and never an error, which would quote it. */
export function parseSecrets(text: string): Secrets | null {
  try {
    return secretKeys.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

const evidenceSeeds = z.object({ evidenceSeeds: z.array(key).min(1) });

/** The private keys of the evidence log in a JSON text, newest first; null when it holds none. */
export function parseEvidenceSeeds(text: string): readonly Uint8Array[] | null {
  try {
    return evidenceSeeds.parse(JSON.parse(text)).evidenceSeeds;
  } catch {
    return null;
  }
}

import * as z from 'zod';
import { type Parsed, refuse } from '../codes/parsed.ts';
import { lazily } from '../lazily.ts';
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import type { ShownLeaf, StoredCheckpoint } from './evidence-store.ts';
import { inclusionProof, verifyInclusion } from './inclusion-proof.ts';
import { leafEntry } from './leaf.ts';
import type { LeafOpenings } from './leaf-openings.ts';
import { hashBytes, leafHash } from './merkle-hash.ts';
import type { Verifier } from './signed-note.ts';
import { type TileReader, tileNodes } from './tile-nodes.ts';

const hash = lazily(() => z.base64().refine((text) => Buffer.from(text, 'base64').length === hashBytes));

const receiptForm = lazily(() =>
  z.object({
    id: z.string(),
    leafHash: hash(),
    index: z.int().nonnegative().nullable(),
    checkpoint: z.string().nullable(),
    inclusionProof: z.array(hash()).max(64).nullable(),
    issuedAt: z.string(),
  }),
);

/**
 * What shows that a leaf is in the log: its hash, and once it has a place that place, a signed checkpoint and the proof that the
 * checkpoint's tree holds the leaf there. Hashes in base64.
 */
export type Receipt = z.infer<ReturnType<typeof receiptForm>>;

/** A leaf that a query has just left: all that there is to its receipt before the sequencer comes, so that nothing need be read. */
export interface LeftReceipt {
  readonly id: string;
  /** In base64. */
  readonly leafHash: string;
  readonly issuedAt: string;
  readonly openings: LeafOpenings | null;
}

/** The receipt of a leaf under the newest checkpoint; its last parts are null while no checkpoint covers the leaf. */
export async function makeReceipt(
  leaf: ShownLeaf,
  checkpoint: StoredCheckpoint | null,
  read: TileReader,
): Promise<Receipt> {
  const { id, index, issuedAt } = leaf;
  const known = { id, leafHash: base64(leafHash(leafEntry(leaf.leaf))), issuedAt };
  if (index === null || checkpoint === null || index >= checkpoint.size)
    return { ...known, index: null, checkpoint: null, inclusionProof: null };
  const { size, note } = checkpoint;
  const proof = await inclusionProof(index, size, tileNodes(size, read));
  return { ...known, index, checkpoint: note, inclusionProof: proof.map(base64) };
}

/** A receipt that holds. */
export interface HeldReceipt {
  readonly receipt: Receipt;
  readonly index: number;
  readonly checkpoint: Checkpoint;
}

/** Checks a receipt with nothing but the public keys. `found` is parsed JSON of whatever origin. */
export function checkReceipt(found: unknown, verifiers: readonly Verifier[]): Parsed<HeldReceipt> {
  const form = receiptForm().safeParse(found);
  if (!form.success) {
    const [issue] = form.error.issues;
    return refuse(`receipt: "${issue?.path.join('.') ?? ''}" must be as in a receipt, is not`, 0);
  }
  const receipt = form.data;
  const { index, inclusionProof: proof } = receipt;
  if (index === null || proof === null || receipt.checkpoint === null)
    return refuse('receipt: "index" must be known, is null: ask for the receipt again in a minute', 0);
  const checkpoint = openCheckpoint(receipt.checkpoint, verifiers);
  if (!checkpoint.ok) return refuse(`checkpoint: ${checkpoint.reason}`, 0);
  const { size, root } = checkpoint.value;
  if (index >= size) return refuse(`receipt: "index" must be below the checkpoint's size ${size}, is ${index}`, 0);
  const hashes = proof.map((text) => Buffer.from(text, 'base64'));
  if (!verifyInclusion({ leaf: Buffer.from(receipt.leafHash, 'base64'), index, size, root }, hashes))
    return refuse(`receipt: "inclusionProof" must lead from leaf ${index} to the checkpoint's root, does not`, 0);
  return { ok: true, value: { receipt, index, checkpoint: checkpoint.value } };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

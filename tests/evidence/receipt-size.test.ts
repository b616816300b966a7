import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { signCheckpoint } from '../../schema/evidence/checkpoint.ts';
import { makeReceipt } from '../../schema/evidence/receipt.ts';
import { createSigner } from '../../schema/evidence/signed-note.ts';
import { queryLeaf } from './log-on-disk.ts';

/** Of the length that a deployment's log may well have. */
const signer = createSigner('api.basegrid.example.org/evidence', Buffer.alloc(32, 9));

/** Tiles of a log that nobody made: hashes have one length whatever they are of. */
async function anyTile(path: string): Promise<Uint8Array> {
  const width = Number(/\.p\/(\d+)$/.exec(path)?.[1] ?? 256);
  const hashes = Array.from({ length: width }, (_, place) => createHash('sha256').update(`${path} ${place}`).digest());
  return Buffer.concat(hashes);
}

test.each([
  [1_000_000, 20],
  [999_999, 20],
])('a receipt from a log of %i leaves is at most 1.5 KB of JSON', async (size, longestProof) => {
  const checkpoint = { size, note: signCheckpoint({ size, root: Buffer.alloc(32, 7) }, [signer]) };
  const proofs = new Set<number>();
  for (const index of [0, 1, 255, 256, 65_535, 499_999, 524_287, 524_288, size - 2, size - 1]) {
    const receipt = await makeReceipt({ ...queryLeaf(index), index }, checkpoint, anyTile);
    expect(receipt).toMatchObject({ index, checkpoint: checkpoint.note });
    proofs.add(receipt.inclusionProof?.length ?? 0);
    expect(Buffer.byteLength(JSON.stringify(receipt))).toBeLessThanOrEqual(1_500);
  }
  expect(Math.max(...proofs)).toBe(longestProof);
});

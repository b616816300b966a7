import type { NewLeaf } from '../../schema/evidence/evidence-store.ts';
import { leafEntry } from '../../schema/evidence/leaf.ts';
import { openLeaf } from '../../schema/evidence/leaf-openings.ts';
import { leafHash } from '../../schema/evidence/merkle-hash.ts';
import { parseOpening } from '../../schema/evidence/opening.ts';
import type { LeftReceipt } from '../../schema/evidence/receipt.ts';

/** What whoever has just left a leaf is told of it: all fields are his own. Worked out when it is asked for, or travels as JSON. */
export function leftReceipt({ id, leaf, issuedAt, opening }: NewLeaf): LeftReceipt {
  return {
    id,
    issuedAt,
    get leafHash() {
      return Buffer.from(leafHash(leafEntry(leaf))).toString('base64');
    },
    get openings() {
      return openLeaf(leaf, parseOpening(opening), () => true);
    },
  };
}

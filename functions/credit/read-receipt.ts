import { makeReceipt, type Receipt } from '../../schema/evidence/receipt.ts';
import type { CreditParts } from './credit-parts.ts';

/** The receipt of a leaf under the newest checkpoint; null when no leaf has the id. */
export async function readReceipt(id: string, { evidence, tiles }: CreditParts): Promise<Receipt | null> {
  const leaf = await evidence.shown(id);
  return leaf === null ? null : makeReceipt(leaf, await evidence.checkpoint(), tiles.get);
}

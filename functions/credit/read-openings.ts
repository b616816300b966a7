import { fieldsOpenTo } from '../../schema/evidence/entitlement.ts';
import { type LeafOpenings, openLeaf } from '../../schema/evidence/leaf-openings.ts';
import { parseOpening } from '../../schema/evidence/opening.ts';
import type { OpeningsQuestion } from '../../schema/registers/credit/credit-port.ts';
import type { CreditParts } from './credit-parts.ts';

/** What of a leaf's fields the caller is entitled to. It costs the one read that the receipt itself costs, whoever asks. */
export async function readOpenings(
  { caller, id }: OpeningsQuestion,
  { evidence }: Pick<CreditParts, 'evidence'>,
): Promise<LeafOpenings | null> {
  const leaf = await evidence.leaf(id);
  if (leaf === null) return null;
  const opening = parseOpening(leaf.opening);
  const { tier, client, subject } = caller;
  return openLeaf(leaf.leaf, opening, fieldsOpenTo(opening.fields, { tier, client, subject }));
}

import * as z from 'zod';
import type { NewLeaf, ShownLeaf } from '../../schema/evidence/evidence-store.ts';

const shownPart = z.object({ id: z.string(), leaf: z.string(), issuedAt: z.string() });
const closedPart = z.object({ opening: z.string(), topic: z.string().nullable() });
const newLeaf = shownPart.extend(closedPart.shape);

/** A leaf as text to be stored. */
export function leafText({ id, leaf, issuedAt, opening, topic }: NewLeaf): string {
  return JSON.stringify({ id, leaf, issuedAt, opening, topic });
}

/** A leaf from its stored text; throws a ZodError or SyntaxError when that is damaged. */
export function parseLeaf(text: string): NewLeaf {
  return newLeaf.parse(JSON.parse(text));
}

/** A leaf as two texts: what anyone with its id is shown, and what only those entitled are. */
export function leafTexts({ id, leaf, issuedAt, opening, topic }: NewLeaf): { shown: string; closed: string } {
  return { shown: JSON.stringify({ id, leaf, issuedAt }), closed: JSON.stringify({ opening, topic }) };
}

/** What anyone is shown of a leaf, from its stored text; throws a ZodError or SyntaxError when that is damaged. */
export function parseShown(text: string): Omit<ShownLeaf, 'index'> {
  return shownPart.parse(JSON.parse(text));
}

/** The rest of the leaf. */
export function parseClosed(text: string): Pick<NewLeaf, 'opening' | 'topic'> {
  return closedPart.parse(JSON.parse(text));
}

import * as z from 'zod';
import type { NewLeaf } from '../../schema/evidence/evidence-store.ts';

const newLeaf = z.object({
  id: z.string(),
  leaf: z.string(),
  issuedAt: z.string(),
  opening: z.string(),
  topic: z.string().nullable(),
});

/** A leaf as text to be stored. */
export function leafText({ id, leaf, issuedAt, opening, topic }: NewLeaf): string {
  return JSON.stringify({ id, leaf, issuedAt, opening, topic });
}

/** A leaf from its stored text; throws a ZodError or SyntaxError when that is damaged. */
export function parseLeaf(text: string): NewLeaf {
  return newLeaf.parse(JSON.parse(text));
}

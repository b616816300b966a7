import * as z from 'zod';
import type { CreditEdition } from '../../schema/registers/credit/credit-edition.ts';
import { treeRoot } from './edition-text.ts';

const root = treeRoot.nullable();

const creditEdition = z.object({
  number: z.int().positive(),
  at: z.string(),
  rules: z.string(),
  statements: root,
  subjects: root,
  turns: root,
  waiting: root,
  publicity: z.array(z.object({ day: z.int(), root })),
});

/** A credit edition from its stored JSON; throws a ZodError or SyntaxError when that is damaged. */
export function parseCreditEdition(text: string): CreditEdition {
  return creditEdition.parse(JSON.parse(text));
}

/** The name of the line of credit editions, where those of the tiers have the tier's. */
export const creditLine = 'CREDIT';

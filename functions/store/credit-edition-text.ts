import type { CreditEdition } from '../../schema/registers/credit/credit-edition.ts';
import { treeRoot } from './edition-text.ts';
import { from, list, members, text, whole } from './stored-form.ts';

const creditEdition = members<CreditEdition>({
  number: from(1),
  at: text,
  rules: text,
  statements: treeRoot,
  subjects: treeRoot,
  turns: treeRoot,
  waiting: treeRoot,
  publicity: list(members({ day: whole, root: treeRoot })),
});

/** A credit edition from its stored JSON; throws an error when that is damaged. */
export function parseCreditEdition(stored: string): CreditEdition {
  return creditEdition(JSON.parse(stored), 'credit edition');
}

/** The name of the line of credit editions, where those of the tiers have the tier's. */
export const creditLine = 'CREDIT';

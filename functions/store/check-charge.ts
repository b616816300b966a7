import type { Charge } from '../../schema/evidence/evidence-store.ts';

/** DynamoDB's limit of items in one transaction, less one. What a repetition is known by is an item, too. */
const mostItems = 99;

/** Throws when a charge is one that no store could carry out as a whole. */
export function checkCharge({ spends, leaves, once }: Charge): void {
  const items = spends.length + leaves.length + (once == null ? 0 : 1);
  if (items > mostItems)
    throw new Error(`Cannot charge: budgets and leaves must be at most ${mostItems}, are ${items}`);
  const keys = new Set(spends.map(({ key }) => key));
  if (keys.size !== spends.length) throw new Error('Cannot charge: keys of budgets must differ, one is there twice');
}

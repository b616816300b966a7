import type { CreditEdition, CreditEditions } from '../../schema/registers/credit/credit-edition.ts';
import type { Clock } from '../platform/clock.ts';

/** How old the edition that we answer from may be: the stated delay until a publication is visible. */
const freshMilliseconds = 1000;

/** The newest edition, held for at most a second; callers at the same moment share one read, and a failed one is not held. */
export function heldEdition(editions: Pick<CreditEditions, 'latest'>, clock: Clock): Pick<CreditEditions, 'latest'> {
  let held: { readonly since: number; readonly edition: Promise<CreditEdition | null> } | null = null;
  return {
    latest: () => {
      const now = clock();
      if (held !== null && now >= held.since && now - held.since < freshMilliseconds) return held.edition;
      const asked = { since: now, edition: editions.latest() };
      held = asked;
      asked.edition.catch(() => {
        if (held === asked) held = null;
      });
      return asked.edition;
    },
  };
}

import type { LimitState, Viewer } from '../../schema/context.ts';
import type { LimitStore } from '../../schema/ports.ts';
import { type Budget, budgets, secondsUntil } from '../../schema/pricing/budget.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import { sourceKey } from './graphql-request.ts';

/** Outcome of paying for an operation. */
export interface Receipt {
  /** False: the budget does not hold that much now. */
  readonly granted: boolean;
  readonly limits: LimitState;
  /** Seconds after which the same would be granted; 0 when it is. */
  readonly retryAfter: number;
}

/** Who pays, from where, and when (milliseconds since 1970). */
export interface Payer {
  readonly viewer: Viewer;
  readonly sourceIp: string;
  readonly now: number;
}

/** Pays points from the budget of a client, or of the source address of a keyless caller. */
export interface Spending {
  budgetOf(tier: Tier): Budget;
  pay(payer: Payer, cost: number): Promise<Receipt>;
}

/** Spending where budgets are kept in `limits`; null where nobody's are: then everything is granted. */
export function createSpending(limits: LimitStore | null, pepper: Uint8Array, byTier = budgets): Spending {
  return {
    budgetOf: (tier) => byTier[tier],
    pay: async (payer, cost) => {
      const budget = byTier[payer.viewer.tier];
      if (limits === null) return granted(budget, payer.now);
      const request = { key: payerKey(payer, pepper), cost, now: payer.now, ...budget };
      const spent = await limits.spend(request);
      const { remaining, resetAt } = spent;
      return {
        granted: spent.granted,
        limits: { limit: budget.burst, remaining, resetAt },
        retryAfter: spent.granted ? 0 : secondsUntil(budget, cost, remaining),
      };
    },
  };
}

function granted({ burst }: Budget, now: number): Receipt {
  return { granted: true, limits: { limit: burst, remaining: burst, resetAt: now }, retryAfter: 0 };
}

function payerKey({ viewer, sourceIp }: Payer, pepper: Uint8Array): string {
  return viewer.client === null ? `points source ${sourceKey(sourceIp, pepper)}` : `points ${viewer.client.id}`;
}

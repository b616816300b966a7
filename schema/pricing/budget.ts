import type { Tier } from '../privacy/tier.ts';

/** What a viewer may spend, in points: `burst` at once, and `perSecond` come back. One operation may cost the burst at most. */
export interface Budget {
  readonly burst: number;
  readonly perSecond: number;
}

/** Budgets by tier: of one source address for PUBLIC, of one client for the others. A point is a row (price.ts). */
export const budgets: Readonly<Record<Tier, Budget>> = {
  PUBLIC: { burst: 20_000, perSecond: 200 },
  REGISTERED: { burst: 100_000, perSecond: 1000 },
  ENTERPRISE: { burst: 500_000, perSecond: 5000 },
  GOVERNMENT: { burst: 1_000_000, perSecond: 10_000 },
};

/** Seconds, at least one, until `cost` points are there when `remaining` are. */
export function secondsUntil(budget: Budget, cost: number, remaining: number): number {
  return Math.max(1, Math.ceil((cost - remaining) / budget.perSecond));
}

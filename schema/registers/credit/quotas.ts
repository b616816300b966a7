import type { Tier } from '../../privacy/tier.ts';

/** Organisations that a caller may ask about: in a day, and how often about the same one. */
export interface CreditLimits {
  readonly perDay: number;
  readonly perSubject: number;
}

/** Quotas by tier: of one source address for PUBLIC, of one client for the others; never shared. */
const quotas: Readonly<Record<Tier, CreditLimits>> = {
  PUBLIC: { perDay: 200, perSubject: 50 },
  REGISTERED: { perDay: 2_000, perSubject: 100 },
  ENTERPRISE: { perDay: 20_000, perSubject: 200 },
  GOVERNMENT: { perDay: 100_000, perSubject: 1_000 },
};

/** The quotas of a tier; `perDay`, where a local run sets it, is that of every caller, for one subject too. */
export function creditLimits(tier: Tier, perDay: number | null): CreditLimits {
  return perDay === null ? quotas[tier] : { perDay, perSubject: perDay };
}

/** Seconds of a day, over which a quota comes back. */
export const quotaSeconds = 86_400;

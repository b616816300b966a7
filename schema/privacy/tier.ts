/** The four kinds of viewer, from the one who may read least to the one who may read most. */
export const tiers = ['PUBLIC', 'REGISTERED', 'ENTERPRISE', 'GOVERNMENT'] as const;
export type Tier = (typeof tiers)[number];

const rank: Record<Tier, number> = { PUBLIC: 0, REGISTERED: 1, ENTERPRISE: 2, GOVERNMENT: 3 };

/** True when `tier` may read what `required` may read. */
export function reaches(tier: Tier, required: Tier): boolean {
  return rank[tier] >= rank[required];
}

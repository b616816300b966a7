import type { RequestContext } from './request-context.ts';

/** What every answer tells of itself: `edition`, `publications`, `withheld`, `cost`. */
export function answerExtensions(context: RequestContext): Record<string, unknown> {
  const { edition, withholding, limits, progress } = context;
  const publications = Object.entries(edition.registers).map(([register, { seq }]) => [register, seq] as const);
  return {
    edition: edition.number,
    publications: Object.fromEntries(publications),
    withheld: withholding.list(),
    cost: {
      /** null for a document that is not valid: it has no price. */
      requested: progress.cost,
      limit: limits.limit,
      remaining: limits.remaining,
      resetAt: limits.remaining === limits.limit ? null : new Date(limits.resetAt).toISOString(),
    },
  };
}

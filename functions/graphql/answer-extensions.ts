import { readLeafId } from './read-evidence.ts';
import type { RequestContext } from './request-context.ts';

/** What every answer tells of itself: `edition`, `publications`, `withheld`, `cost`, and `receipt` of the evidence that a read left. */
export function answerExtensions(context: RequestContext): Record<string, unknown> {
  const { edition, withholding, limits, progress } = context;
  const leaf = readLeafId(context);
  const publications = Object.entries(edition.registers).map(([register, { seq }]) => [register, seq] as const);
  return {
    edition: edition.number,
    publications: Object.fromEntries(publications),
    withheld: withholding.list(),
    ...(leaf === null ? {} : { receipt: { id: leaf } }),
    cost: {
      /** null for a document that is not valid: it has no price. */
      requested: progress.cost,
      limit: limits.limit,
      remaining: limits.remaining,
      resetAt: limits.remaining === limits.limit ? null : new Date(limits.resetAt).toISOString(),
    },
  };
}

import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import type { Decision } from './decide-code.ts';
import type { JoinedCode } from './join-codes.ts';

/** What a merge counted; rows of the file, but codes where it says so. */
export interface MergeCounts {
  inserted: number;
  updated: number;
  unchanged: number;
  /** Rows that could be read and were not taken. */
  rejected: number;
  /** Codes. */
  retired: number;
  /** Codes. */
  retirementsHeld: number;
  /** Codes not yet retired in the scope of the publication. */
  inScope: number;
  /** Codes that changed in what each tier may read. */
  readonly changes: { [T in Tier]: number };
}

/** Counts of a merge that has not begun. */
export function noCounts(): MergeCounts {
  const changes = Object.fromEntries(tiers.map((tier) => [tier, 0])) as MergeCounts['changes'];
  return { inserted: 0, updated: 0, unchanged: 0, rejected: 0, retired: 0, retirementsHeld: 0, inScope: 0, changes };
}

/** Adds the counts of one part of a register to those of others. */
export function addCounts(counts: MergeCounts, { changes, ...part }: MergeCounts): void {
  for (const [name, count] of Object.entries(part)) counts[name as keyof typeof part] += count;
  for (const tier of tiers) counts.changes[tier] += changes[tier];
}

/**
 * Adds what was decided of one code. A row is inserted when its code is new; one that states the retirement of its code
 * counts as that alone: inserted, updated, unchanged, rejected and stated retirements make up the file's rows.
 */
export function countDecision(counts: MergeCounts, { incoming, standing }: JoinedCode, decision: Decision): void {
  const { taken, rows, retiredFrom } = decision;
  counts.rejected += incoming.length - taken.length;
  if (decision.held) counts.retirementsHeld += 1;
  if (retiredFrom !== null) counts.retired += 1;
  const last = standing.at(-1)?.row;
  if (last === undefined) {
    counts.inserted += taken.length;
    return;
  }
  if (decision.inScope && last.state !== 'RETIRED') counts.inScope += 1;
  if (taken.length === 0) return;
  const left = new Set(
    standing
      .map(({ row }) => row)
      .filter((row) => rows.includes(row))
      .map(({ validFrom }) => validFrom),
  );
  const unchanged = taken.filter(({ row }) => left.has(row.validFrom)).length;
  const stated = retiredFrom !== null && taken.some(({ row }) => row.state === 'RETIRED') ? 1 : 0;
  counts.unchanged += unchanged;
  counts.updated += taken.length - unchanged - stated;
}

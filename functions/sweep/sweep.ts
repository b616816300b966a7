import type { Store } from '../../schema/ports.ts';
import { type BlockClass, blockClasses } from '../../schema/privacy/block-class.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';
import { namedBlocks } from './named-blocks.ts';

/** What the sweeper needs of a store. */
export type SweptStore = Pick<Store, 'blocks' | 'editions' | 'creditEditions' | 'sweeper'>;

/** What is swept when. */
export interface SweepRequest {
  /** Milliseconds since 1970, on the clock that dates the last touch of blocks. */
  readonly now: number;
  /** Days for which no publication may have touched a block. */
  readonly days: number;
}

/** What a sweep came to. */
export interface SweepReport {
  /** First day (days since 1970) whose blocks stay. */
  readonly before: number;
  /** Blocks that editions name. */
  readonly named: number;
  /** Blocks that none names and nobody touched for so long. */
  readonly found: number;
  /** Those of them that were still untouched when they were removed. */
  readonly removed: number;
}

/** A publication takes hours at most, and days are whole: what is under way has touched its blocks since. */
export const fewestDays = 2;
/** What is unnamed may be kept for a while: it costs little. */
export const usualDays = 7;
const dayMilliseconds = 86_400_000;

/**
 * Removes blocks that no edition names: what refused, failed and beaten publications left, and of credit statements what no edition
 * names that is still read (credit-roots.ts). The editions of tiers stay for ever, so a block that they name is never removed. A publication under way either reuses a block that an edition of its base names, or builds
 * it and so puts it, which dates it anew whether it stood or not: it is younger than the cut-off, which no publication
 * outlasts, and the store itself checks that in the step that removes it.
 */
export async function sweep(store: SweptStore, { now, days }: SweepRequest): Promise<SweepReport> {
  if (!Number.isInteger(days) || days < fewestDays)
    throw new Error(`Cannot sweep blocks of ${days} days: must be a whole number from ${fewestDays} on`);
  const before = Math.floor(now / dayMilliseconds) - days;
  const blocksOf = (of: BlockClass) => verifiedBlocks((names) => store.blocks.read(of, names));
  const named = await namedBlocks(store, blocksOf, now);
  let [found, removed] = [0, 0];
  for await (const { blockClass, names } of store.sweeper.untouched(before)) {
    const orphans = names.filter((name) => !named[blockClass].has(name));
    found += orphans.length;
    if (orphans.length > 0) removed += await store.sweeper.remove(blockClass, orphans, before);
  }
  return { before, named: blockClasses.reduce((sum, of) => sum + named[of].size, 0), found, removed };
}

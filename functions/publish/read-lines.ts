import type { EditionReader } from '../../schema/ports.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import type { Lines } from '../../schema/publication/next-editions.ts';

/** The newest edition of every line. */
export async function readLines({ editions }: { readonly editions: EditionReader }): Promise<Lines> {
  const newest = await Promise.all(tiers.map(async (tier) => [tier, await editions.latest(tier)] as const));
  return Object.fromEntries(newest) as unknown as Lines;
}

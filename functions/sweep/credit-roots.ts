import type { CreditEdition, CreditEditions } from '../../schema/registers/credit/credit-edition.ts';
import type { TreeRoot } from '../../schema/tree/block.ts';

/**
 * For how long a credit edition keeps its blocks when another took its place: far longer than anybody reads from it (a query takes
 * seconds), and than whoever builds on it needs to find that he is behind.
 */
export const creditGraceMilliseconds = 86_400_000;

/**
 * Roots of the credit editions that are still read: the newest, and those that gave way to another less than a day before `now`. What
 * no statement of them is in must not lie in the store for ever, other than rows of the editions of tiers.
 */
export async function* creditRoots(
  editions: Pick<CreditEditions, 'latest' | 'get'>,
  now: number,
): AsyncGenerator<TreeRoot> {
  let edition = await editions.latest();
  while (edition !== null) {
    yield* rootsOf(edition);
    const isYoung = Date.parse(edition.at) > now - creditGraceMilliseconds;
    edition = isYoung ? await editions.get(edition.number - 1) : null;
  }
}

function rootsOf({ statements, subjects, turns, waiting, publicity }: CreditEdition): readonly TreeRoot[] {
  return [statements, subjects, turns, waiting, ...publicity.map(({ root }) => root)].filter((root) => root !== null);
}

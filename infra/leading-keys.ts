import {
  editionLine,
  limitLine,
  publicationLine,
  secretLine,
  timeLine,
} from '../functions/store/dynamodb/item-keys.ts';
import { fieldClasses } from '../schema/privacy/field-class.ts';
import { type Tier, tiers } from '../schema/privacy/tier.ts';
import { registerNames } from '../schema/registers/register-name.ts';

/** Partitions of the items table that tell of editions of these tiers. */
export function editionLinesOf(of: readonly Tier[] = tiers): readonly string[] {
  return of.flatMap((tier) => [
    editionLine(tier),
    timeLine(tier),
    ...registerNames.map((register) => publicationLine(tier, register)),
  ]);
}

/** Budgets of points: those of source addresses, and all (functions/graphql/spending.ts names them). */
export const pointsOfSources = [limitLine('points source *')];
export const pointsOfAnyone = [limitLine('points *')];

/** Clients by the hash of their secret; the list of all of them is nobody's but the operator's. */
export const clientLines = [secretLine('*')];

/** Restricted blocks that answer GraphQL, by class. */
export const restrictedClasses = fieldClasses.filter((name) => name !== 'open').map((name) => `${name}/*`);

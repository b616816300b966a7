import {
  editionLine,
  evidenceStateLine,
  leafLine,
  limitLine,
  onceLine,
  pendingLine,
  pendingShards,
  publicationLine,
  runLine,
  secretLine,
  timeLine,
  topicLine,
  watchLine,
} from '../functions/store/dynamodb/item-keys.ts';
import { shownAttributes } from '../functions/store/dynamodb/leaf-items.ts';
import { publicationTopic } from '../schema/evidence/publication-event.ts';
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

/** What credit functions alone are let near: statements, their line, quotas, the log of queries, watch lists. */
export const creditBlocks = ['credit/*'];
export const creditEditions = [editionLine('CREDIT')];
export const creditQuotas = [limitLine('credit *')];
/** Quotas of source addresses (functions/credit/spends.ts names them). */
export const creditQuotasOfSources = [limitLine('credit source *')];
/** By what repetitions of paid queries are known: those of anybody, and of source addresses (functions/credit/charge-once.ts names them). */
export const paidQueries = [onceLine('*')];
export const paidQueriesOfSources = [onceLine('source *')];
export const creditLog = [topicLine('subject *')];
export const publicationLog = [topicLine(publicationTopic)];
export const watchLists = [watchLine('*')];

/** Leaves that wait for their place in the evidence log. */
export const pendingLeaves = Array.from({ length: pendingShards }, (_, shard) => pendingLine(shard));

/** What is known of the evidence log as a whole, and leaves that have their places: by id, by topic, by run. */
export const evidenceState = [evidenceStateLine];
export const placedLeaves = [leafLine('*'), topicLine('*'), `${runLine(0).slice(0, -1)}*`];

/** Leaves that have their places, by id. */
export const leavesById = [leafLine('*')];

/** What of a leaf its receipt is made of; nothing that opens it. */
export const receiptAttributes = ['pk', 'sk', ...shownAttributes];

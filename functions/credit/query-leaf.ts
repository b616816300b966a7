import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { NewLeaf, StoredLeaf } from '../../schema/evidence/evidence-store.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { type CreditQuestion, creditPurposes, type LoggedQuery } from '../../schema/registers/credit/credit-port.ts';

/** What is asked, and by whom; without a purpose a caller was told of a change of what he watches. */
export type QueryAsked = Pick<CreditQuestion, 'caller' | 'reference'> & {
  readonly purpose: CreditQuestion['purpose'] | null;
};

const opening = z.object({
  kind: z.literal('credit-query'),
  at: z.string(),
  subject: z.string(),
  purpose: z.enum(creditPurposes).nullable(),
  reference: z.string().nullable(),
  tier: z.enum(tiers),
  client: z.string().nullable(),
  caller: z.string().nullable(),
});

/** The list of queries about an organisation. */
export function topicOf(subject: string): string {
  return `subject ${subject}`;
}

/** The leaf of one query about one organisation: in the log a salted commitment, for those entitled what it opens to. */
export function queryLeaf({ caller, purpose, reference }: QueryAsked, subject: string, now: number): NewLeaf {
  const at = new Date(now).toISOString();
  const { tier, client, name } = caller;
  const told = { kind: 'credit-query', at, subject, purpose, reference, tier, client, caller: name };
  const text = JSON.stringify({ ...told, salt: randomBytes(16).toString('hex') });
  return {
    id: now.toString(16).padStart(12, '0') + randomBytes(16).toString('hex'),
    leaf: createHash('sha256').update(text).digest('base64'),
    issuedAt: at,
    opening: text,
    topic: topicOf(subject),
  };
}

/** A query as its subject may see it, from the leaf that it left. */
export function openedQuery(leaf: StoredLeaf): LoggedQuery {
  const { at, purpose, tier, caller } = opening.parse(JSON.parse(leaf.opening));
  return { id: leaf.id, at, purpose, tier, caller };
}

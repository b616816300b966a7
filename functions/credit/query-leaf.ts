import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { NewLeaf, StoredLeaf } from '../../schema/evidence/evidence-store.ts';
import { leafRandomBytes, makeLeaf } from '../../schema/evidence/make-leaf.ts';
import { parseOpening } from '../../schema/evidence/opening.ts';
import { lazily } from '../../schema/lazily.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { type CreditQuestion, creditPurposes, type LoggedQuery } from '../../schema/registers/credit/credit-port.ts';

/** What is asked, and by whom; without a purpose a caller was told of a change of what he watches. */
export type QueryAsked = Pick<CreditQuestion, 'caller' | 'reference'> & {
  readonly purpose: CreditQuestion['purpose'] | null;
};

const told = lazily(() =>
  z.object({
    purpose: z.enum(creditPurposes).nullable(),
    tier: z.enum(tiers),
    caller: z.string().nullable(),
  }),
);

/** The list of queries about an organisation. */
export function topicOf(subject: string): string {
  return `subject ${subject}`;
}

/**
 * The leaf of one query about one organisation: in the log a salted commitment, for those entitled what it opens to. `subject` null: of
 * a page of changes that told of none.
 */
export function queryLeaf({ caller, purpose, reference }: QueryAsked, subject: string | null, at: number): NewLeaf {
  const { tier, client, name } = caller;
  const sealed = { subject, purpose, reference, tier, client, caller: name };
  const topic = subject === null ? null : topicOf(subject);
  return makeLeaf({ kind: 'CREDIT_QUERY', at, sealed, topic }, randomBytes(leafRandomBytes));
}

/** A query as its subject may see it, from the leaf that it left. */
export function openedQuery({ id, issuedAt, opening }: StoredLeaf): LoggedQuery {
  return { id, at: issuedAt, ...told().parse(parseOpening(opening).fields) };
}

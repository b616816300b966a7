import type { Tier } from '../privacy/tier.ts';
import type { SealedFields } from './seal.ts';

/** Who wants a leaf opened. */
export interface OpeningViewer {
  readonly tier: Tier;
  /** The client's id; null for a caller without a key. */
  readonly client: string | null;
  /** The organisation to which the key belongs. */
  readonly subject: string | null;
}

/** What the log of queries shows a subject anyway; neither the matter of the caller nor the id of his client. */
const shownToSubject: ReadonlySet<string> = new Set(['kind', 'at', 'subject', 'purpose', 'tier', 'caller']);

const none = () => false;
const all = () => true;

/**
 * The fields of a leaf that somebody is entitled to have opened. All of them: to the client that caused the leaf, and of publications
 * to authorities; the request that left it was given them in its answer. An id alone opens nothing: the subject of a query has it too, and so nobody is told what
 * a caller without a key gave, once his answer has left.
 */
export function fieldsOpenTo(fields: SealedFields, viewer: OpeningViewer): (name: string) => boolean {
  const { client, subject, tier } = viewer;
  if (client !== null && fields.client === client) return all;
  if (tier === 'GOVERNMENT' && fields.kind === 'PUBLICATION') return all;
  const isSubject = subject !== null && fields.kind === 'CREDIT_QUERY' && fields.subject === subject;
  return isSubject ? (name) => shownToSubject.has(name) : none;
}

import { visibleError } from '../../schema/errors.ts';
import { publicationTopic } from '../../schema/evidence/publication-event.ts';
import type { CreditPage, PublicationsQuestion } from '../../schema/registers/credit/credit-port.ts';
import type { CreditParts } from './credit-parts.ts';

/** The leaves that publications left, told to authorities alone: to others they cannot be told from those of queries. */
export async function readPublications(
  { caller, before, limit, counted }: PublicationsQuestion,
  { evidence }: Pick<CreditParts, 'evidence'>,
): Promise<CreditPage<{ readonly id: string }>> {
  if (caller.tier !== 'GOVERNMENT')
    throw visibleError('FORBIDDEN', `Cannot list publications: tier must be GOVERNMENT, is ${caller.tier}`);
  const leaves = await evidence.topic(publicationTopic, { before, limit: limit + 1 });
  const nodes = leaves.slice(0, limit).map(({ id }) => ({ id }));
  const total = counted ? await evidence.topicSize(publicationTopic) : null;
  return { nodes, hasNext: leaves.length > limit, total };
}

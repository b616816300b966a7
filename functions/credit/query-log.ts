import { visibleError } from '../../schema/errors.ts';
import type { CreditPage, LoggedQuery, LogQuestion } from '../../schema/registers/credit/credit-port.ts';
import type { CreditParts } from './credit-parts.ts';
import { openedQuery, topicOf } from './query-leaf.ts';

/** Who asked about an organisation, told to itself alone. */
export async function readQueryLog(question: LogQuestion, { evidence }: CreditParts): Promise<CreditPage<LoggedQuery>> {
  const { caller, subject, before, limit, counted } = question;
  if (caller.subject !== subject) {
    const state = 'your key must belong to it (keys create --subject), does not';
    throw visibleError('FORBIDDEN', `Cannot read the log of queries about "${subject}": ${state}`, 'subject');
  }
  const topic = topicOf(subject);
  const leaves = await evidence.topic(topic, { before, limit: limit + 1 });
  const nodes = leaves.slice(0, limit).map(openedQuery);
  return { nodes, hasNext: leaves.length > limit, total: counted ? await evidence.topicSize(topic) : null };
}

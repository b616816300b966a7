import { shanghaiDay, shanghaiStart } from '../../schema/dates/shanghai-day.ts';
import { visibleError } from '../../schema/errors.ts';
import type { ChangesQuestion, CreditPage, WatchedChange } from '../../schema/registers/credit/credit-port.ts';
import { instantOf, secondsSince2000 } from '../../schema/registers/credit/entries.ts';
import { type ReleasedStatement, releaseStatements } from '../../schema/registers/credit/release-statements.ts';
import { chargedOnce, onceFor } from './charge-once.ts';
import type { CreditParts } from './credit-parts.ts';
import { queryLeaf, topicOf } from './query-leaf.ts';
import { quotaMessage } from './quota-message.ts';
import { readStatements } from './read-statements.ts';
import { spendsFor } from './spends.ts';
import { statementBound, statementBytes } from './statement-bytes.ts';
import { clientOf } from './watches.ts';

/** A page is paid in one transaction. */
const subjectsPerPage = 45;

/**
 * Milliseconds from midnight on in which nothing of the new day is told. What may be shown from that day on has its first second; a
 * publication of the second before may still be on its way to us, and would be passed over by whoever handed that second on.
 */
const settling = 60_000;

/**
 * Statements about watched organisations that are new or changed since: of those that may be shown today, and of no others, so
 * that what is over is not told by a gap either. `seq` is a time in seconds; it counts nothing. Whoever asks again with the last one
 * that he was told misses nothing, and is told nothing twice. A page is a query about each organisation that it tells something of:
 * paid, and with evidence that its subject sees. That nothing is new is an answer, too: one query, about none of them.
 */
export async function readChanges(question: ChangesQuestion, parts: CreditParts): Promise<CreditPage<WatchedChange>> {
  const { caller, since, after } = question;
  const now = parts.clock();
  const subjects = await parts.watches.list(clientOf(caller));
  if (subjects.length === 0) return { free: true, nodes: [], hasNext: false, total: 0 };
  const edition = await parts.creditEditions.latest();
  const viewer = { tier: caller.tier, today: shanghaiDay(now) };
  const whole = caller.tier === 'GOVERNMENT';
  const end = whole ? Number.POSITIVE_INFINITY : endOfTold(now);
  const found = await readStatements(subjects, { ...parts, edition, today: viewer.today, whole });
  const all = [...found.values()]
    .flatMap((statements) => releaseStatements(statements, viewer))
    .filter(({ seq }) => seq > since && seq < end)
    .sort((one, other) => one.seq - other.seq || (one.key < other.key ? -1 : 1))
    .map((statement) => changeOf(statement));
  const rest =
    after === null
      ? all
      : all.filter(({ seq, statement }) => seq > after.seq || (seq === after.seq && statement.key > after.key));
  const wanted = pageOf(rest, question);
  const nodes = paidOf(wanted, await pay(question, wanted, parts, now));
  const hasNext = rest.length > nodes.length && (nodes.length > 0 || wanted.length === 0);
  return { nodes, hasNext, total: hasNext || after !== null ? null : all.length };
}

/** The second (since 2000) before which no statement can come any more. For authorities nothing begins at midnight: they need none. */
function endOfTold(now: number): number {
  const midnight = shanghaiStart(shanghaiDay(now));
  return now < midnight + settling ? secondsSince2000(midnight) : Number.POSITIVE_INFINITY;
}

function changeOf(statement: ReleasedStatement): WatchedChange {
  const { seq, subject } = statement;
  return { seq, at: new Date(instantOf(seq)).toISOString(), subject, statement };
}

/** As many as are asked for, can be paid in one transaction and can leave. */
function pageOf(changes: readonly WatchedChange[], { limit, mostBytes }: ChangesQuestion): readonly WatchedChange[] {
  const subjects = new Set<string>();
  const bound = statementBound(mostBytes);
  let bytes = 0;
  const end = changes.findIndex(({ subject, statement }, place) => {
    subjects.add(subject);
    bytes += place < limit ? statementBytes(statement) : 0;
    return place >= limit || subjects.size > subjectsPerPage || (place > 0 && bytes > bound);
  });
  return end < 0 ? changes : changes.slice(0, end);
}

/** Of a page that is asked for again, which may have grown, no more than was paid for: up to the first organisation that was not. */
function paidOf(page: readonly WatchedChange[], topics: ReadonlySet<string | null>): readonly WatchedChange[] {
  const end = page.findIndex(({ subject }) => !topics.has(topicOf(subject)));
  return end < 0 ? page : page.slice(0, end);
}

/** Pays for a page, or finds that it was paid for; answers the topics of the leaves that it left. */
async function pay(
  question: ChangesQuestion,
  nodes: readonly WatchedChange[],
  parts: CreditParts,
  now: number,
): Promise<ReadonlySet<string | null>> {
  const { caller, since, after, limit } = question;
  const subjects = [...new Set(nodes.map(({ subject }) => subject))];
  const asked = { caller, purpose: null, reference: null };
  const leaves = (subjects.length === 0 ? [null] : subjects).map((subject) => queryLeaf(asked, subject, now));
  const [day, ...each] = spendsFor(caller, subjects, parts, now);
  if (day === undefined) throw new Error('Cannot charge a page of changes: there must be a budget, is none');
  const place = after === null ? null : [after.seq, after.key];
  const once = onceFor(question, ['changes', since, place, limit], { parts, now, place: 0 });
  const charged = await chargedOnce(parts.evidence, {
    ...{ spends: [{ ...day, cost: leaves.length }, ...each], leaves, once },
  });
  if (!charged.granted) throw visibleError('RATE_LIMITED', quotaMessage(leaves.length, charged.short));
  return new Set(charged.leaves.map(({ topic }) => topic));
}

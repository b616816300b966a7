import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import type { CreditOutcome, CreditQuestion } from '../../schema/registers/credit/credit-port.ts';
import type { StoredStatement } from '../../schema/registers/credit/entries.ts';
import { checkQuestion, refusalOf } from '../../schema/registers/credit/judge-question.ts';
import { releaseStatements } from '../../schema/registers/credit/release-statements.ts';
import { chunksOf } from '../store/chunks-of.ts';
import type { CreditParts } from './credit-parts.ts';
import { queryLeaf } from './query-leaf.ts';
import { quotaMessage, type Short } from './quota-message.ts';
import { readStatements } from './read-statements.ts';
import { spendsFor } from './spends.ts';

/** A budget and a leaf each, and the caller's own budget: within the 99 items of one transaction. */
const subjectsPerTransaction = 45;

/**
 * Answers about each subject. Statements are read first, then quotas and evidence are written in one transaction: when that
 * fails, nothing is answered and nothing debited. Each part of 45 subjects is answered or refused as a whole.
 */
export async function answerReports(question: CreditQuestion, parts: CreditParts): Promise<readonly CreditOutcome[]> {
  checkQuestion(question);
  const now = parts.clock();
  const { caller, subjects } = question;
  const refused = new Map(subjects.map((subject) => [subject, refusalOf(subject, caller.tier)]));
  const asked = subjects.filter((subject) => refused.get(subject) === null);
  const found = asked.length === 0 ? new Map() : await statementsOf(asked, question, { parts, now });
  const outcomes = new Map<string, CreditOutcome>();
  for (const part of chunksOf(subjects, subjectsPerTransaction)) {
    const told = await chargedPart({ ...question, subjects: part }, refused, { parts, now }).catch((fault: unknown) => {
      if (outcomes.size === 0) throw fault;
      parts.onFault?.(fault);
      return unansweredPart(part, now);
    });
    for (const outcome of told) {
      const statements = outcome.refusal === null ? (found.get(outcome.subject) ?? []) : [];
      const viewer = { tier: caller.tier, today: shanghaiDay(now) };
      outcomes.set(outcome.subject, { ...outcome, statements: releaseStatements(statements, viewer) });
    }
  }
  return subjects.flatMap((subject) => outcomes.get(subject) ?? []);
}

interface Moment {
  readonly parts: CreditParts;
  readonly now: number;
}

async function statementsOf(
  subjects: readonly string[],
  { caller }: CreditQuestion,
  { parts, now }: Moment,
): Promise<ReadonlyMap<string, readonly StoredStatement[]>> {
  const edition = await parts.creditEditions.latest();
  const whole = caller.tier === 'GOVERNMENT';
  return readStatements(subjects, { edition, blocks: parts.blocks, today: shanghaiDay(now), whole });
}

type Refusals = ReadonlyMap<string, CreditOutcome['refusal']>;

/** Refusals by what a subject is leave evidence too, and cost nothing. */
async function chargedPart(
  question: CreditQuestion,
  refused: Refusals,
  { parts, now }: Moment,
): Promise<CreditOutcome[]> {
  const { caller, subjects } = question;
  const asOf = new Date(now).toISOString();
  const asked = subjects.filter((subject) => refused.get(subject) === null);
  const leaves = subjects.map((subject) => queryLeaf(question, subject, now));
  const spends = asked.length === 0 ? [] : spendsFor(caller, asked, parts, now);
  const charged = await parts.evidence.charge({ spends, leaves });
  return subjects.map((subject, place) => {
    const refusal = charged.granted ? (refused.get(subject) ?? null) : quotaGone(subjects, charged.short);
    const receipt = charged.granted ? (leaves[place]?.id ?? null) : null;
    return { subject, asOf, receipt, refusal, statements: [] };
  });
}

/** What was paid and answered before is not to be lost with it. */
function unansweredPart(subjects: readonly string[], now: number): CreditOutcome[] {
  const message = 'Cannot answer now: the log is not there, nothing was debited; ask about this part again';
  const refusal = { reason: 'UNAVAILABLE', message } as const;
  const asOf = new Date(now).toISOString();
  return subjects.map((subject) => ({ subject, asOf, receipt: null, refusal, statements: [] }));
}

function quotaGone(subjects: readonly string[], short: Short): CreditOutcome['refusal'] {
  return { reason: 'QUOTA_EXCEEDED', message: quotaMessage(subjects.length, short) };
}

import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import type { CreditOutcome, CreditQuestion } from '../../schema/registers/credit/credit-port.ts';
import { checkQuestion, refusalOf } from '../../schema/registers/credit/judge-question.ts';
import { type ReleasedStatement, releaseStatements } from '../../schema/registers/credit/release-statements.ts';
import { chunksOf } from '../store/chunks-of.ts';
import type { CreditParts } from './credit-parts.ts';
import { leftReceipt } from './left-receipt.ts';
import { queryLeaf } from './query-leaf.ts';
import { quotaMessage, type Short } from './quota-message.ts';
import { readStatements } from './read-statements.ts';
import { spendsFor } from './spends.ts';
import { checkStatementBytes } from './statement-bytes.ts';

/** A budget and a leaf each, and the caller's own budget: within the 99 items of one transaction. */
const subjectsPerTransaction = 45;

/**
 * Answers about each subject. Statements are read and measured first, then quotas and evidence are written in one transaction: when
 * that fails, nothing is answered and nothing debited. Each part of 45 subjects is answered or refused as a whole.
 */
export async function answerReports(question: CreditQuestion, parts: CreditParts): Promise<readonly CreditOutcome[]> {
  checkQuestion(question);
  const now = parts.clock();
  const { caller, subjects } = question;
  const refused = new Map(subjects.map((subject) => [subject, refusalOf(subject, caller.tier)]));
  const asked = subjects.filter((subject) => refused.get(subject) === null);
  const found: Reports = asked.length === 0 ? new Map() : await statementsOf(asked, question, { parts, now });
  checkStatementBytes(found.values(), question.mostBytes);
  const outcomes = new Map<string, CreditOutcome>();
  for (const part of chunksOf(subjects, subjectsPerTransaction)) {
    const told = await chargedPart({ ...question, subjects: part }, refused, { parts, now }).catch((fault: unknown) => {
      if (outcomes.size === 0) throw fault;
      parts.onFault?.(fault);
      return unansweredPart(part, now);
    });
    for (const outcome of told) {
      const statements = outcome.refusal === null ? (found.get(outcome.subject) ?? []) : [];
      outcomes.set(outcome.subject, { ...outcome, statements });
    }
  }
  return subjects.flatMap((subject) => outcomes.get(subject) ?? []);
}

interface Moment {
  readonly parts: CreditParts;
  readonly now: number;
}

type Reports = ReadonlyMap<string, readonly ReleasedStatement[]>;

async function statementsOf(
  subjects: readonly string[],
  { caller }: CreditQuestion,
  { parts, now }: Moment,
): Promise<Reports> {
  const edition = await parts.creditEditions.latest();
  const viewer = { tier: caller.tier, today: shanghaiDay(now) };
  const whole = caller.tier === 'GOVERNMENT';
  const stored = await readStatements(subjects, { edition, blocks: parts.blocks, today: viewer.today, whole });
  return new Map([...stored].map(([subject, statements]) => [subject, releaseStatements(statements, viewer)]));
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
    const leaf = leaves[place];
    const receipt = charged.granted && leaf !== undefined ? leftReceipt(leaf) : null;
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

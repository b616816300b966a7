import { setImmediate as breathe } from 'node:timers/promises';
import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import type { Charge } from '../../schema/evidence/evidence-store.ts';
import type { CreditEdition } from '../../schema/registers/credit/credit-edition.ts';
import type { CreditOutcome, CreditQuestion } from '../../schema/registers/credit/credit-port.ts';
import { checkQuestion, refusalOf } from '../../schema/registers/credit/judge-question.ts';
import { type ReleasedStatement, releaseStatements } from '../../schema/registers/credit/release-statements.ts';
import { chunksOf } from '../store/chunks-of.ts';
import { chargedOnce, onceFor } from './charge-once.ts';
import type { CreditParts } from './credit-parts.ts';
import { type Fitting, fittingReports } from './fitting-reports.ts';
import { leftReceipt } from './left-receipt.ts';
import { queryLeaf } from './query-leaf.ts';
import { quotaMessage, type Short } from './quota-message.ts';
import { readStatements } from './read-statements.ts';
import { spendsFor } from './spends.ts';

/** A budget and a leaf each, the caller's own budget and what a repetition is known by: within the 99 items of one transaction. */
const subjectsPerTransaction = 45;

/**
 * Answers about each subject. Statements are read and measured first, then quotas and evidence are written in one transaction: when
 * that fails, nothing is answered and nothing debited. Each part of 45 subjects is answered or refused as a whole. What is to be
 * written is made while the store looks for the blocks.
 */
export async function answerReports(question: CreditQuestion, parts: CreditParts): Promise<readonly CreditOutcome[]> {
  checkQuestion(question);
  const now = parts.clock();
  const refused = new Map(question.subjects.map((subject) => [subject, refusalOf(subject, question.caller.tier)]));
  const asked = question.subjects.filter((subject) => refused.get(subject) === null);
  const edition = asked.length === 0 ? null : await parts.creditEditions.latest();
  const [found, part] = await Promise.all([
    reportsOf({ ...question, subjects: asked }, edition, { parts, now }),
    whileWaiting(() => partsOf(question, refused, { parts, now })),
  ]);
  const outcomes: CreditOutcome[] = [];
  for (const each of part) {
    const told = await chargedPart(each, { parts, now }).catch((fault: unknown) => {
      if (outcomes.length === 0) throw fault;
      parts.onFault?.(fault);
      return unansweredPart(each.subjects, now);
    });
    for (const outcome of told)
      outcomes.push(outcome.refusal === null ? { ...outcome, ...(found.get(outcome.subject) ?? {}) } : outcome);
  }
  return outcomes;
}

interface Moment {
  readonly parts: CreditParts;
  readonly now: number;
}

/** `work`, begun when what was sent before is on its way. */
async function whileWaiting<T>(work: () => T): Promise<T> {
  await breathe();
  return work();
}

async function reportsOf(
  { subjects, caller, mostBytes, pages }: CreditQuestion,
  edition: CreditEdition | null,
  { parts, now }: Moment,
): Promise<ReadonlyMap<string, Fitting>> {
  if (subjects.length === 0) return new Map();
  const viewer = { tier: caller.tier, today: shanghaiDay(now) };
  const whole = caller.tier === 'GOVERNMENT';
  const stored = await readStatements(subjects, { ...parts, edition, today: viewer.today, whole });
  const released = new Map<string, readonly ReleasedStatement[]>();
  for (const [subject, statements] of stored) released.set(subject, releaseStatements(statements, viewer));
  return fittingReports(released, { mostBytes, pages });
}

type Refusals = ReadonlyMap<string, CreditOutcome['refusal']>;

interface Part {
  readonly subjects: readonly string[];
  readonly refused: Refusals;
  readonly charge: Charge;
}

/** What each part is charged. Refusals by what a subject is leave evidence too, and cost nothing. */
function partsOf(question: CreditQuestion, refused: Refusals, { parts, now }: Moment): readonly Part[] {
  return chunksOf(question.subjects, subjectsPerTransaction).map((subjects, place) => {
    const asked = subjects.filter((subject) => refused.get(subject) === null);
    const charge = {
      spends: asked.length === 0 ? [] : spendsFor(question.caller, asked, parts, now),
      leaves: subjects.map((subject) => queryLeaf(question, subject, now)),
      once: onceFor(question, ['reports', question.subjects, question.purpose, question.reference], {
        ...{ parts, now, place },
      }),
    };
    return { subjects, refused, charge };
  });
}

async function chargedPart({ subjects, refused, charge }: Part, { parts, now }: Moment): Promise<CreditOutcome[]> {
  const asOf = new Date(now).toISOString();
  const charged = await chargedOnce(parts.evidence, charge);
  return subjects.map((subject, place) => {
    const refusal = charged.granted ? (refused.get(subject) ?? null) : quotaGone(subjects, charged.short);
    const leaf = charged.granted ? charged.leaves[place] : undefined;
    return { subject, asOf, receipt: leaf === undefined ? null : leftReceipt(leaf), refusal, statements: [] };
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

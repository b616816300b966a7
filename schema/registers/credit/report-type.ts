import { builder } from '../../builder.ts';
import { pageArguments } from '../../connections/arguments.ts';
import { ReceiptType, receiptLeft } from '../../evidence/receipt-type.ts';
import type { CreditOutcome } from './credit-port.ts';
import { CreditKindEnum, CreditRefusalReasonEnum } from './enums.ts';
import { type CreditKind, creditKinds } from './record.ts';
import { placeOf } from './release-statements.ts';
import { pageAtHand, statementsDigest } from './statement-page.ts';
import { CreditStatementConnection } from './statement-type.ts';

/** What became of a query, and which of the three it is. */
export interface CreditAnswer extends CreditOutcome {
  readonly answer: 'CreditReport' | 'CreditNotFound' | 'CreditRefused';
}

/** A report. */
export const CreditReport = builder.objectRef<CreditAnswer>('CreditReport');
const CreditNotFound = builder.objectRef<CreditAnswer>('CreditNotFound');
const CreditRefused = builder.objectRef<CreditAnswer>('CreditRefused');

for (const [type, description] of [
  [CreditReport, 'What may be shown about an organisation today. No score is made of it.'],
  [CreditNotFound, 'No organisation of this code was known when the answer was given.'],
  [CreditRefused, 'The query is not answered; the reason says why, and nothing was paid.'],
] as const) {
  type.implement({
    description,
    fields: (t) => ({
      subject: t.expose('subject', {
        type: 'CreditCode',
        nullable: false,
        description: 'The organisation asked about.',
      }),
      asOf: t.expose('asOf', { type: 'DateTime', nullable: false, description: 'When the answer was given.' }),
      receipt: t.field({
        type: ReceiptType,
        description: 'Evidence that the query was asked and answered; null when nothing was asked, for want of quota.',
        resolve: ({ receipt }) => (receipt === null ? null : receiptLeft(receipt)),
      }),
    }),
  });
}

builder.objectFields(CreditReport, (t) => ({
  statements: t.field({
    type: CreditStatementConnection,
    nullable: false,
    description: 'Statements that may be shown today, the soonest to end first. Another page is another query.',
    args: { ...pageArguments, kind: t.arg({ type: CreditKindEnum, description: 'Only statements of this kind.' }) },
    resolve: ({ subject, statements, counts }, { kind, ...page }, context) => {
      const nodes = kind == null ? statements : statements.filter((statement) => statement.kind === kind);
      const total = counts === undefined ? nodes.length : countOf(counts, kind);
      const digest = () => statementsDigest(subject, kind);
      return pageAtHand({ nodes, total, digest, positionOf: placeOf }, page, context);
    },
  }),
  noneFound: t.field({
    type: [CreditKindEnum],
    nullable: { list: false, items: false },
    description: 'Kinds of which there is no statement to show as of the time of the answer; at most six.',
    resolve: ({ statements, counts }) => {
      const found = new Set(counts === undefined ? statements.map(({ kind }) => kind) : Object.keys(counts));
      return creditKinds.filter((kind) => !found.has(kind));
    },
  }),
}));

builder.objectFields(CreditRefused, (t) => ({
  reason: t.field({
    type: CreditRefusalReasonEnum,
    nullable: false,
    description: 'Why the query is refused.',
    resolve: ({ refusal }) => refusal?.reason ?? 'QUOTA_EXCEEDED',
  }),
  message: t.string({
    nullable: false,
    description: 'The same in a sentence, with what would be answered.',
    resolve: ({ refusal }) => refusal?.message ?? '',
  }),
}));

function countOf(counts: NonNullable<CreditOutcome['counts']>, kind: CreditKind | null | undefined): number {
  return creditKinds.reduce((sum, one) => sum + (kind == null || one === kind ? (counts[one] ?? 0) : 0), 0);
}

/** The answer to a credit query. */
export const CreditReportResult = builder.unionType('CreditReportResult', {
  description: 'A report, or that nobody is known by this code, or why the query is refused.',
  types: [CreditReport, CreditNotFound, CreditRefused],
  resolveType: ({ answer }) => answer,
});

/** Which of the three an outcome is: nobody is known, where no register knows the code and nothing is to be shown. */
export function answerOf(outcome: CreditOutcome, isKnown: boolean): CreditAnswer {
  if (outcome.refusal !== null) return { ...outcome, answer: 'CreditRefused' };
  const found = isKnown || outcome.statements.length > 0 || outcome.counts !== undefined; // counts: of more than are at hand
  return { ...outcome, answer: found ? 'CreditReport' : 'CreditNotFound' };
}

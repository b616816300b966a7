import type { GraphQLResolveInfo } from 'graphql';
import { builder } from '../../builder.ts';
import type { Context } from '../../context.ts';
import { checkPages } from './check-pages.ts';
import type { CreditPurpose } from './credit-port.ts';
import { CreditPurposeEnum } from './enums.ts';
import { checkQuestion, refusalOf } from './judge-question.ts';
import { knownEntities } from './report-entity.ts';
import { answerOf, type CreditAnswer, CreditReportResult } from './report-type.ts';

/** Points of a query, for each organisation: more than the blocks that it reads, as each leaves evidence. */
const pointsOfQuery = 50;
type Given = { readonly [name: string]: unknown };
const reportsOf = ({ subjects }: Given) => (Array.isArray(subjects) ? subjects.length : 1);
const costOf = (given: Given) => pointsOfQuery * reportsOf(given);

interface Question {
  readonly subjects: readonly string[];
  readonly purpose: CreditPurpose;
  readonly reference: string | null;
}

/** All that may fail comes first: what is paid and logged is answered. Nothing is looked up for what is refused by its code. */
async function ask(asked: Question, context: Context, info: GraphQLResolveInfo): Promise<CreditAnswer[]> {
  const { credit, caller } = context;
  checkQuestion({ caller, ...asked });
  const answerable = asked.subjects.filter((subject) => refusalOf(subject, caller.tier) === null);
  const fit = checkPages(answerable, context, info);
  const known = await knownEntities(answerable, context);
  const outcomes = await credit.reports({ caller, ...asked, ...fit });
  return outcomes.map((outcome) => answerOf(outcome, known.has(outcome.subject)));
}

const purpose = {
  type: CreditPurposeEnum,
  required: true,
  description: 'Why you ask; the subject can see it.',
} as const;
const reference = {
  type: 'String',
  description: 'The matter that the query belongs to, at most 200 characters; tier ENTERPRISE must give it.',
} as const;

builder.queryFields((t) => ({
  creditReport: t.field({
    type: CreditReportResult,
    nullable: false,
    description:
      'What may be shown about an organisation. One credit query an operation; each counts for your quota and leaves a receipt. Asked again within an hour under the same header `Idempotency-Key` it counts once.',
    extensions: { creditQuery: true, points: costOf },
    args: {
      subject: t.arg({ type: 'CreditCode', required: true, description: 'The organisation.' }),
      purpose: t.arg(purpose),
      reference: t.arg(reference),
    },
    resolve: async (_, args, context, info) => {
      const question = { subjects: [args.subject], purpose: args.purpose, reference: args.reference ?? null };
      const [answer] = await ask(question, context, info);
      if (answer === undefined) throw new Error('Cannot answer a credit query: there must be one outcome, is none');
      return answer;
    },
  }),
  creditReports: t.field({
    type: [CreditReportResult],
    nullable: { list: false, items: false },
    description:
      'The same for at most 100 organisations, in their order, each with its receipt. Each part of 45 is answered or refused as a whole. For tier ENTERPRISE.',
    extensions: { creditQuery: true, points: costOf, length: reportsOf },
    args: {
      subjects: t.arg({ type: ['CreditCode'], required: true, description: 'The organisations, each once.' }),
      purpose: t.arg(purpose),
      reference: t.arg(reference),
    },
    resolve: (_, { subjects, purpose: why, reference: matter }, context, info) =>
      ask({ subjects, purpose: why, reference: matter ?? null }, context, info),
  }),
}));

const WatchList = builder.objectRef<readonly string[]>('WatchList').implement({
  description: 'The organisations that you watch.',
  fields: (t) => ({
    count: t.int({ nullable: false, description: 'How many they are; at most 1,000.', resolve: (all) => all.length }),
    subjects: t.field({
      type: ['CreditCode'],
      nullable: { list: false, items: false },
      description: 'All of them, by code; at most 1,000.',
      resolve: (all) => all,
    }),
  }),
});

builder.mutationFields((t) => {
  const changing = (watched: boolean, description: string) =>
    t.field({
      type: WatchList,
      nullable: false,
      description,
      args: { subjects: t.arg({ type: ['CreditCode'], required: true, description: 'At most 100 organisations.' }) },
      resolve: (_, { subjects }, { credit, caller }) => credit.watch({ caller, subjects, watched }),
    });
  return {
    watch: changing(
      true,
      'Puts organisations on your list; creditChanges then tells what is new about them. For tier ENTERPRISE.',
    ),
    unwatch: changing(false, 'Takes organisations from your list. For tier ENTERPRISE.'),
  };
});

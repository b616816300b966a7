import { type GraphQLObjectType, getNamedType } from 'graphql';
import { builder } from '../../builder.ts';
import { pageArguments } from '../../connections/arguments.ts';
import { asksCount } from '../../connections/asks-count.ts';
import { connectionOf } from '../../connections/connection.ts';
import type { Page } from '../../connections/page.ts';
import type { Context } from '../../context.ts';
import { visibleError } from '../../errors.ts';
import { ReceiptType, receiptOf } from '../../evidence/receipt-type.ts';
import { listDigest, openCursor, sealCursor } from '../../reading/cursor.ts';
import { type PageArguments, pageSize } from '../../reading/page-size.ts';
import { Tier } from '../../scalars/enums.ts';
import type { CreditPage, LoggedQuery, WatchedChange } from './credit-port.ts';
import { CreditPurposeEnum } from './enums.ts';
import { CreditStatement } from './statement-type.ts';
import { statementsThatFit } from './statement-weight.ts';

/** A query as its subject sees it. */
export const CreditQuery = builder.objectRef<LoggedQuery>('CreditQuery');

CreditQuery.implement({
  description: 'That somebody asked about your organisation.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', nullable: false, description: 'When.' }),
    purpose: t.expose('purpose', {
      type: CreditPurposeEnum,
      description: 'Why; null when the caller watches your organisation and was told of a change.',
    }),
    tier: t.expose('tier', { type: Tier, nullable: false, description: 'The tier of who asked.' }),
    receipt: t.field({
      type: ReceiptType,
      nullable: false,
      description: 'Evidence of the query; the caller has the same.',
      resolve: ({ id }, _, context) => receiptOf(id, context),
    }),
    caller: t.exposeString('caller', { description: 'Name of the client that asked; null for one without a key.' }),
  }),
});

const CreditChange = builder.objectRef<WatchedChange>('CreditChange');

CreditChange.implement({
  description: 'A statement about an organisation that you watch, new or changed, that may be shown today.',
  fields: (t) => ({
    seq: t.exposeInt('seq', {
      nullable: false,
      description:
        'Since when you may see it so (its publication, or the first day on which it may be shown), in seconds since 2000; give the last as `since`.',
    }),
    at: t.expose('at', { type: 'DateTime', nullable: false, description: 'The same as an instant.' }),
    subject: t.expose('subject', { type: 'CreditCode', nullable: false, description: 'The organisation.' }),
    statement: t.field({
      type: CreditStatement,
      nullable: false,
      description: 'The statement as it stands now.',
      resolve: ({ statement }) => statement,
    }),
  }),
});

// Declared before any field is: fields are made when they are asked for (schema/fields-when-asked.ts).
const CreditQueryConnection = connectionOf(CreditQuery, 'CreditQuery');
const CreditChangeConnection = connectionOf(CreditChange, 'CreditChange');
const ReceiptConnection = connectionOf(ReceiptType, 'Receipt');

interface KeptList<T> {
  readonly named: readonly unknown[];
  readonly after: string | null;
  readonly positionOf: (node: T) => string;
}

/** A page that the credit function made. */
function pageKept<T>(kept: CreditPage<T>, list: KeptList<T>, context: Context): Page<T> {
  const positions = kept.nodes.map(list.positionOf);
  const digest = listDigest('credit', ...list.named);
  return {
    nodes: kept.nodes,
    positions,
    next: kept.hasNext ? (positions.at(-1) ?? null) : null,
    hasPreviousPage: list.after !== null,
    seal: (position) => sealCursor(context, digest, { edition: 0, day: context.today, strict: false, position }),
    count: () => kept.total,
  };
}

function positionAfter(named: readonly unknown[], { after }: PageArguments, context: Context): string | null {
  return after == null ? null : openCursor(context, listDigest('credit', ...named), after).position;
}

builder.queryFields((t) => ({
  creditQueryLog: t.field({
    type: CreditQueryConnection,
    description: 'Who asked about your organisation, newest first; open to the key that belongs to it (`subject`).',
    args: {
      subject: t.arg({ type: 'CreditCode', required: true, description: 'Your organisation.' }),
      ...pageArguments,
    },
    resolve: async (_, { subject, ...page }, context, info) => {
      const { credit, caller } = context;
      const named = ['log', subject];
      const after = positionAfter(named, page, context);
      const wanted = { before: after, limit: pageSize(page.first), counted: asksCount(info) };
      const kept = await credit.queryLog({ caller, subject, ...wanted });
      return pageKept(kept, { named, after, positionOf: ({ id }) => id }, context);
    },
  }),
}));

builder.queryFields((t) => ({
  creditChanges: t.field({
    type: CreditChangeConnection,
    description:
      'What is new about the organisations that you watch, by `seq`, then by key. What is of a day is told from its second minute on (Asia/Shanghai). A page counts as a query about each organisation on it, an empty one as one. For tier ENTERPRISE.',
    extensions: { creditQuery: true },
    args: {
      since: t.arg.int({ required: true, description: 'The last `seq` that you know; 0 for all.' }),
      ...pageArguments,
    },
    resolve: async (_, { since, ...page }, context, info) => {
      if (since < 0)
        throw visibleError('BAD_ARGUMENT', `Cannot read changes since ${since}: must be 0 or more`, 'since');
      const { credit, caller } = context;
      const named = ['changes', since];
      const after = positionAfter(named, page, context);
      const type = getNamedType(info.returnType) as GraphQLObjectType;
      const mostBytes = statementsThatFit([{ type, selected: info.fieldNodes }], info);
      const wanted = { since, after: placeIn(after), limit: pageSize(page.first), mostBytes };
      const kept = await credit.changes({ caller, ...wanted });
      const positionOf = ({ seq, statement }: WatchedChange) => `${seq} ${statement.key}`;
      return pageKept(kept, { named, after, positionOf }, context);
    },
  }),
}));

builder.queryFields((t) => ({
  publicationReceipts: t.field({
    type: ReceiptConnection,
    description:
      'Evidence of all publications, newest first, for tier GOVERNMENT, to which `openings` shows what each was.',
    args: pageArguments,
    resolve: async (_, page, context, info) => {
      const { credit, caller } = context;
      const named = ['publications'];
      const after = positionAfter(named, page, context);
      const wanted = { before: after, limit: pageSize(page.first), counted: asksCount(info) };
      const kept = await credit.publications({ caller, ...wanted });
      const nodes = kept.nodes.map(({ id }) => receiptOf(id, context));
      return pageKept({ ...kept, nodes }, { named, after, positionOf: ({ id }) => id }, context);
    },
  }),
}));

function placeIn(position: string | null): { readonly seq: number; readonly key: string } | null {
  if (position === null) return null;
  const [seq = '', key = ''] = position.split(' ');
  return { seq: Number(seq), key };
}

import { randomUUID } from 'node:crypto';
import type { TransactWriteItem, TransactWriteItemsInput } from '@aws-sdk/client-dynamodb';
import type { Edition, EditionMove, PublicationRecord } from '../../../schema/ports.ts';
import { sortableInstant } from '../instant.ts';
import { type Item, maximumItemBytes, sortKey } from './attributes.ts';
import type { Connection } from './connect.ts';
import { editionLine, publicationLine, timeLine } from './item-keys.ts';
import { appendStep } from './leaf-items.ts';
import { retried } from './retry.ts';
import { refusal } from './send.ts';

/** One write or check of the transaction, and what it means when its condition is false. */
interface Step {
  readonly write: TransactWriteItem;
  /** Given what stands there: the line stands elsewhere, or the sentence that says why the move is wrong in itself. */
  readonly broken: (standing: Item | undefined) => 'behind' | string;
}

/**
 * Moves the lines in one transaction. It carries an identity: when the answer to an attempt was lost, the next attempt finds its own
 * edition standing and knows that it had moved.
 */
export async function moveLines(connection: Connection, move: EditionMove): Promise<'moved' | 'behind'> {
  const { send, tables, retry } = connection;
  const identity = randomUUID();
  const steps = [
    ...move.editions.flatMap((edition) => editionSteps(tables.items, edition, { identity, report: move.report })),
    ...move.publications.map((record) => publicationStep(tables.items, record)),
    ...move.leaves.map((leaf) => ({
      write: appendStep(tables.items, leaf),
      broken: () => `leaf "${leaf.id}" of the evidence log already stands`,
    })),
  ];
  if (steps.length === 0) return 'moved';
  const request: TransactWriteItemsInput = {
    TransactItems: steps.map(({ write }) => write),
    ClientRequestToken: identity,
  };
  try {
    await retried('move the lines of editions', retry, () => send('TransactWriteItems', request));
    return 'moved';
  } catch (error) {
    return outcome(error, steps, identity);
  }
}

function outcome(error: unknown, steps: readonly Step[], identity: string): 'moved' | 'behind' {
  const refused = refusal(error, 'TransactionCanceledException');
  if (refused === null) throw error;
  const reasons = refused.CancellationReasons ?? [];
  if (reasons.some(({ Item }) => Item?.identity?.S === identity)) return 'moved';
  const broken = steps.flatMap((step, index) => {
    const reason = reasons[index];
    return reason?.Code === 'ConditionalCheckFailed' ? [step.broken(reason.Item)] : [];
  });
  if (broken.includes('behind')) return 'behind';
  throw new Error(`Cannot move the lines of editions: ${broken[0] ?? 'the transaction was cancelled'}`, {
    cause: error,
  });
}

interface Marks {
  readonly identity: string;
  readonly report: string | null;
}

function editionSteps(table: string, edition: Edition, { identity, report }: Marks): Step[] {
  const { tier, number, at } = edition;
  const place = { pk: { S: editionLine(tier) }, sk: { S: sortKey(number) } };
  const time = { pk: { S: timeLine(tier) }, sk: { S: sortableInstant(at) }, number: { N: String(number) } };
  const body = { S: editionBody(edition) };
  const marks = {
    at: { S: sortableInstant(at) },
    identity: { S: identity },
    ...(report === null ? {} : { report: { S: report } }),
  };
  const taken = `time "${at}" of ${tier} is already an edition's`;
  return [
    { write: { Put: { ...whenAbsent(table), Item: { ...place, ...marks, body } } }, broken: () => 'behind' },
    ...(number === 1 ? [] : [predecessorStep(table, edition)]),
    { write: { Put: { ...whenAbsent(table), Item: time } }, broken: () => taken },
  ];
}

/** Numbers have no gap, so the line's newest is n - 1 exactly when n - 1 stands and n does not. */
function predecessorStep(table: string, { tier, number, at }: Edition): Step {
  const late = `time "${at}" of ${tier} edition ${number} must be after that of the edition before`;
  return {
    write: {
      ConditionCheck: {
        TableName: table,
        Key: { pk: { S: editionLine(tier) }, sk: { S: sortKey(number - 1) } },
        ConditionExpression: 'attribute_exists(pk) AND #at < :at',
        ExpressionAttributeNames: { '#at': 'at' },
        ExpressionAttributeValues: { ':at': { S: sortableInstant(at) } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
    broken: (standing) => (standing?.pk === undefined ? 'behind' : late),
  };
}

function publicationStep(table: string, record: PublicationRecord): Step {
  const { tier, register, seq } = record;
  const place = { pk: { S: publicationLine(tier, register) }, sk: { S: sortKey(seq) } };
  return {
    write: { Put: { ...whenAbsent(table), Item: { ...place, body: { S: JSON.stringify(record) } } } },
    broken: () => `publication ${seq} of ${register} already stands in the line ${tier}`,
  };
}

function whenAbsent(table: string) {
  return {
    TableName: table,
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

function editionBody(edition: Edition): string {
  const body = JSON.stringify(edition);
  // 1 KB covers keys, time, identity and the report's name.
  const most = maximumItemBytes - 1024;
  const bytes = Buffer.byteLength(body);
  if (bytes > most)
    throw new Error(
      `Cannot write edition ${edition.number} of ${edition.tier}: size must be at most ${most} bytes, is ${bytes}`,
    );
  return body;
}

import type { CancellationReason, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { Charge, EarlierCharge } from '../../../schema/evidence/evidence-store.ts';
import { leavesText, parseLeaves } from '../leaf-text.ts';
import { textOf } from './attributes.ts';
import { alone, onceLine } from './item-keys.ts';

/**
 * The write of what a repetition of a charge is known by, in the transaction of the charge itself; its condition fails when the charge
 * was made before. Without it where the charge may be made again. DynamoDB forgets the item some time after `until` (seconds).
 */
export function onceSteps(table: string, { once, leaves }: Charge): readonly TransactWriteItem[] {
  if (once == null) return [];
  return [
    {
      Put: {
        TableName: table,
        Item: {
          pk: { S: onceLine(once.key) },
          sk: { S: alone },
          question: { S: once.question },
          leaves: { S: leavesText(leaves) },
          expiresAt: { N: String(Math.ceil(once.until / 1000)) },
        },
        ConditionExpression: 'attribute_not_exists(pk) OR expiresAt <= :now',
        ExpressionAttributeValues: { ':now': { N: String(Math.floor(once.now / 1000)) } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      },
    },
  ];
}

/** The charge of before, from what stood in the way of that item; null: none did. */
export function earlierCharge(reason: CancellationReason | undefined): EarlierCharge | null {
  if (reason?.Code !== 'ConditionalCheckFailed' || reason.Item === undefined) return null;
  return { question: textOf(reason.Item, 'question'), leaves: parseLeaves(textOf(reason.Item, 'leaves')) };
}

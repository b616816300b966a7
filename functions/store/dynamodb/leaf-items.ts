import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { NewLeaf } from '../../../schema/evidence/evidence-store.ts';
import { leafText, parseLeaf } from '../leaf-text.ts';
import { type Item, textOf } from './attributes.ts';
import { alone, leafLine, pendingLine, pendingShard, topicLine } from './item-keys.ts';

/** Where a leaf waits for its place. */
export function pendingKey(id: string): Item {
  return { pk: { S: pendingLine(pendingShard(id)) }, sk: { S: id } };
}

/** Where a leaf lies once it has its place. */
export function leafKey(id: string): Item {
  return { pk: { S: leafLine(id) }, sk: { S: alone } };
}

/** The write that appends a leaf, for the transaction of what it is evidence of; its condition fails when the id is taken. */
export function appendStep(table: string, leaf: NewLeaf): TransactWriteItem {
  return {
    Put: {
      TableName: table,
      Item: { ...pendingKey(leaf.id), body: { S: leafText(leaf) } },
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** The items of a leaf that has its place: under its id, and under its topic. */
export function placedItems(leaf: NewLeaf, index: number): readonly Item[] {
  const content = { body: { S: leafText(leaf) }, index: { N: String(index) } };
  const own = { ...leafKey(leaf.id), ...content };
  return leaf.topic === null ? [own] : [own, { pk: { S: topicLine(leaf.topic) }, sk: { S: leaf.id }, ...content }];
}

/** The leaf of any of these items. */
export function leafOf(item: Item): NewLeaf {
  return parseLeaf(textOf(item, 'body'));
}

import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import type { NewLeaf, ShownLeaf, StoredLeaf } from '../../../schema/evidence/evidence-store.ts';
import { leafTexts, parseClosed, parseShown } from '../leaf-text.ts';
import { type Item, numberOf, textOf } from './attributes.ts';
import { alone, leafLine, pendingLine, pendingShard, topicLine } from './item-keys.ts';

/**
 * The attributes of a leaf that its receipt is made of; what opens the leaf lies in another one. A right to read these alone is less
 * than a right to the item (infra/leading-keys.ts).
 */
export const shownAttributes = ['shown', 'index'] as const;

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
      Item: { ...pendingKey(leaf.id), ...contentOf(leaf) },
      ConditionExpression: 'attribute_not_exists(pk)',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    },
  };
}

/** The items of a leaf that has its place: under its id, and under its topic. */
export function placedItems(leaf: NewLeaf, index: number): readonly Item[] {
  const content = { ...contentOf(leaf), index: { N: String(index) } };
  const own = { ...leafKey(leaf.id), ...content };
  return leaf.topic === null ? [own] : [own, { pk: { S: topicLine(leaf.topic) }, sk: { S: leaf.id }, ...content }];
}

/** The leaf of any of these items. */
export function leafOf(item: Item): NewLeaf {
  return { ...parseShown(textOf(item, 'shown')), ...parseClosed(textOf(item, 'closed')) };
}

/** The leaf, and its place as far as it has one. */
export function storedLeafOf(item: Item): StoredLeaf {
  return { ...leafOf(item), index: indexOf(item) };
}

/** What anyone is shown of it, from an item of which perhaps nothing else was read. */
export function shownLeafOf(item: Item): ShownLeaf {
  return { ...parseShown(textOf(item, 'shown')), index: indexOf(item) };
}

/** True when an item that stands is that of the very leaf. */
export function isItemOf(item: Item, leaf: NewLeaf): boolean {
  const { shown, closed } = leafTexts(leaf);
  return textOf(item, 'shown') === shown && textOf(item, 'closed') === closed;
}

function contentOf(leaf: NewLeaf): Item {
  const { shown, closed } = leafTexts(leaf);
  return { shown: { S: shown }, closed: { S: closed } };
}

function indexOf(item: Item): number | null {
  return item.index === undefined ? null : numberOf(item, 'index');
}

import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** An item as DynamoDB speaks of it. */
export type Item = Record<string, AttributeValue>;

/** The most bytes an item may have, names of attributes included (DynamoDB's limit). */
export const maximumItemBytes = 400 * 1024;

/** The text of attribute `name`; throws when the item has none. */
export function textOf(item: Item, name: string): string {
  const text = item[name]?.S;
  if (text === undefined) throw new Error(`Cannot read attribute "${name}" of a stored item: must be text`);
  return text;
}

/** The number of attribute `name`; throws when the item has none. */
export function numberOf(item: Item, name: string): number {
  const text = item[name]?.N;
  if (text === undefined) throw new Error(`Cannot read attribute "${name}" of a stored item: must be a number`);
  return Number(text);
}

/** A whole number as a sort key: texts of twelve digits sort as the numbers do. */
export function sortKey(number: number): string {
  return String(number).padStart(12, '0');
}

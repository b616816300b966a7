import type { Arrival } from '../gcra.ts';
import type { Item } from './attributes.ts';

/** True when nothing of the budget is spent, as far as is known. */
export function isWhole(arrivesAt: number | null, { now }: Arrival): boolean {
  return arrivesAt === null || arrivesAt <= now;
}

/** A conditional update of a budget's item. */
export interface Change {
  readonly set: string;
  readonly condition: string;
  readonly values: Readonly<Record<`:${string}`, number>>;
}

/** Spends from a budget that is whole; fails when it is not. */
export function fromWhole(terms: Arrival): Change {
  return {
    set: 'arrivesAt = :next',
    condition: 'attribute_not_exists(arrivesAt) OR arrivesAt <= :now',
    values: { ':next': terms.now + terms.increment, ':now': terms.now, ...expiry(terms) },
  };
}

/** Spends from a budget that is partly spent; fails when it is whole, or does not hold the cost. */
export function fromSpent(terms: Arrival): Change {
  return {
    set: 'arrivesAt = arrivesAt + :increment',
    condition: 'arrivesAt > :now AND arrivesAt <= :most',
    values: {
      ':increment': terms.increment,
      ':now': terms.now,
      ':most': terms.latest - terms.increment,
      ...expiry(terms),
    },
  };
}

/** After `latest` the budget is whole whatever was spent, and DynamoDB may forget it (seconds, an hour to spare). */
function expiry({ latest }: Arrival) {
  return { ':expiry': Math.ceil(latest / 1_000_000) + 3600 };
}

/** The parts of a change as DynamoDB takes them, whether alone or in a transaction. */
export function updateOf(table: string, key: Item, change: Change) {
  const values = Object.entries(change.values).map(([name, value]) => [name, { N: String(value) }] as const);
  return {
    TableName: table,
    Key: key,
    UpdateExpression: `SET ${change.set}, expiresAt = :expiry`,
    ConditionExpression: change.condition,
    ExpressionAttributeValues: Object.fromEntries(values),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const;
}

import type { GetItemInput, UpdateItemInput } from '@aws-sdk/client-dynamodb';
import type { LimitStore } from '../../../schema/ports.ts';
import { arrival, spending } from '../gcra.ts';
import { type Item, numberOf } from './attributes.ts';
import { type Change, fromSpent, fromWhole, isWhole, updateOf } from './budget-update.ts';
import type { Connection } from './connect.ts';
import { alone, limitLine } from './item-keys.ts';
import { retried } from './retry.ts';
import { refusal } from './send.ts';

/** An update changes either a budget that is whole or one that is partly spent; which one it is may change under our hands. */
const mostRounds = 20;

/** The limit port on DynamoDB: every spending is one conditional update, so that no two callers spend the same unit. */
export function dynamodbLimits(connection: Connection): LimitStore {
  return {
    spend: async (request) => {
      const terms = arrival(request);
      const key = { pk: { S: limitLine(request.key) }, sk: { S: alone } };
      if (terms.now + terms.increment > terms.latest) return spending(request, false, await standing(connection, key));
      let arrivesAt: number | null = null;
      for (let round = 0; round < mostRounds; round++) {
        if (arrivesAt !== null && arrivesAt + terms.increment > terms.latest && arrivesAt > terms.now)
          return spending(request, false, arrivesAt);
        const spent = await update(connection, key, isWhole(arrivesAt, terms) ? fromWhole(terms) : fromSpent(terms));
        if (spent.granted) return spending(request, true, spent.arrivesAt);
        arrivesAt = spent.arrivesAt;
      }
      throw new Error(`Cannot spend from limit "${request.key}": it must stand still within ${mostRounds} attempts`);
    },
  };
}

interface Updated {
  readonly granted: boolean;
  /** What stands after the update, or stood in its way; null when nothing does. */
  readonly arrivesAt: number | null;
}

async function update({ send, tables, retry }: Connection, key: Item, change: Change): Promise<Updated> {
  const request: UpdateItemInput = { ...updateOf(tables.items, key, change), ReturnValues: 'UPDATED_NEW' };
  try {
    const { Attributes = {} } = await retried('spend from a limit', retry, () => send('UpdateItem', request));
    return { granted: true, arrivesAt: numberOf(Attributes, 'arrivesAt') };
  } catch (error) {
    const refused = refusal(error, 'ConditionalCheckFailedException');
    if (refused === null) throw error;
    return { granted: false, arrivesAt: refused.Item === undefined ? null : numberOf(refused.Item, 'arrivesAt') };
  }
}

async function standing({ send, tables, retry }: Connection, key: Item): Promise<number | null> {
  const request: GetItemInput = { TableName: tables.items, Key: key, ConsistentRead: true };
  const { Item } = await retried('read a limit', retry, () => send('GetItem', request));
  return Item === undefined ? null : numberOf(Item, 'arrivesAt');
}

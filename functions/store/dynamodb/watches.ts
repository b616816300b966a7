import type { GetItemInput, UpdateItemInput } from '@aws-sdk/client-dynamodb';
import type { WatchStore } from '../../../schema/ports.ts';
import type { Item } from './attributes.ts';
import type { Connection } from './connect.ts';
import { alone, watchLine } from './item-keys.ts';
import { retried } from './retry.ts';
import { refusal } from './send.ts';

/** Others may fill a list that is nearly full under our hands. */
const mostRounds = 50;

/** The watch lists on DynamoDB: one item for each client, a set of texts, so that its size can be a condition of what is added. */
export function dynamodbWatches(connection: Connection): WatchStore {
  const { send, retry, tables } = connection;
  return {
    add: (owner, subjects, most) => add(connection, owner, { wanted: new Set(subjects), most }),
    remove: async (owner, subjects) => {
      if (subjects.length === 0) return;
      const request: UpdateItemInput = {
        TableName: tables.items,
        Key: keyOf(owner),
        UpdateExpression: 'DELETE subjects :subjects',
        ExpressionAttributeValues: { ':subjects': { SS: [...new Set(subjects)] } },
      };
      await retried('take organisations from a list', retry, () => send('UpdateItem', request));
    },
    list: (owner) => readList(connection, owner),
  };
}

interface Addition {
  readonly wanted: ReadonlySet<string>;
  readonly most: number;
}

/**
 * What is added is taken for new, and has to fit as such; where it does not, what the list holds already is left out. In either
 * case the condition speaks of the list as it stands when it is written.
 */
async function add(connection: Connection, owner: string, { wanted, most }: Addition): Promise<number> {
  let added = wanted;
  for (let round = 0; round < mostRounds; round++) {
    const isPossible = added.size > 0 && added.size <= most;
    const held = await (isPossible ? addNew(connection, owner, { wanted: added, most }) : readList(connection, owner));
    if (typeof held === 'number') return held;
    added = new Set([...wanted].filter((subject) => !held.includes(subject)));
    const total = held.length + added.size;
    if (added.size === 0 || total > most) return total;
  }
  throw new Error(`Cannot add to the list of client "${owner}": it must stand still within ${mostRounds} attempts`);
}

/** Adds what fits although all of it were new, and answers the size of the list; or what stands there when it does not fit. */
async function addNew(
  { send, tables, retry }: Connection,
  owner: string,
  { wanted, most }: Addition,
): Promise<number | readonly string[]> {
  const request: UpdateItemInput = {
    TableName: tables.items,
    Key: keyOf(owner),
    UpdateExpression: 'ADD subjects :subjects',
    ConditionExpression: 'attribute_not_exists(subjects) OR size(subjects) <= :room',
    ExpressionAttributeValues: { ':subjects': { SS: [...wanted] }, ':room': { N: String(most - wanted.size) } },
    ReturnValues: 'ALL_NEW',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  };
  try {
    const { Attributes } = await retried('put organisations on a list', retry, () => send('UpdateItem', request));
    return subjectsOf(Attributes).length;
  } catch (error) {
    const refused = refusal(error, 'ConditionalCheckFailedException');
    if (refused === null) throw error;
    return subjectsOf(refused.Item);
  }
}

async function readList({ send, tables, retry }: Connection, owner: string): Promise<readonly string[]> {
  const request: GetItemInput = { TableName: tables.items, Key: keyOf(owner), ConsistentRead: true };
  const { Item } = await retried('list watched organisations', retry, () => send('GetItem', request));
  return subjectsOf(Item);
}

function keyOf(owner: string): Item {
  return { pk: { S: watchLine(owner) }, sk: { S: alone } };
}

/** By code; DynamoDB keeps no empty set. */
function subjectsOf(item: Item | undefined): readonly string[] {
  return [...(item?.subjects?.SS ?? [])].sort();
}

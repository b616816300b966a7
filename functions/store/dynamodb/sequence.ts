import { randomUUID } from 'node:crypto';
import type { GetItemInput, TransactWriteItemsInput, UpdateItemInput } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { SequencedLeaf } from '../../../schema/evidence/evidence-store.ts';
import { lazily } from '../../../schema/lazily.ts';
import { type Item, numberOf, textOf } from './attributes.ts';
import { batchGet } from './batch-get.ts';
import { batchDelete, batchPut } from './batch-write.ts';
import type { Connection } from './connect.ts';
import { alone, evidenceStateLine, runLine } from './item-keys.ts';
import { leafOf, pendingKey, placedItems } from './leaf-items.ts';
import { pendingLeaves } from './pending-leaves.ts';
import { retried } from './retry.ts';
import { refusal } from './send.ts';

/** Leaves of one run: they lie in one item, of some 100 KB at most. */
const mostLeavesARun = 256;
/** Sequencers that may come in between before this one gives up. */
const mostRounds = 20;

const sizeKey: Item = { pk: { S: evidenceStateLine }, sk: { S: 'size' } };

/** How many leaves have places, and where the last run of them begins while it is not known to be moved to its place. */
interface LogState {
  readonly size: number;
  readonly unmoved: number | null;
}

/**
 * Gives places to leaves that wait. What makes it exact: a run of leaves gets its places by one transaction that moves the size of the
 * log on from where it stood *before* the waiting leaves were read, and whoever reads the size first clears away what the run before
 * left waiting. So no leaf that has a place is ever read as waiting by a transaction that succeeds.
 */
export async function sequence(connection: Connection, most: number): Promise<number> {
  for (let round = 0; round < mostRounds; round++) {
    const state = await readState(connection);
    if (state.unmoved !== null) await moveRun(connection, state, state.unmoved);
    const leaves = await pendingLeaves(connection, Math.min(most, mostLeavesARun));
    if (leaves.length === 0) return 0;
    if (!(await placeRun(connection, state.size, leaves))) continue;
    await moveRun(connection, { size: state.size + leaves.length, unmoved: state.size }, state.size);
    return leaves.length;
  }
  throw new Error(`Cannot give leaves their places: ${mostRounds} other sequencers came in between`);
}

/** The leaves of the run that begins at `start`; none when none does. */
export async function readRun(connection: Connection, start: number): Promise<readonly SequencedLeaf[]> {
  const item = await readItem(connection, { pk: { S: runLine(start) }, sk: { S: alone } });
  return item === null ? [] : run().parse(JSON.parse(textOf(item, 'body')));
}

const run = lazily(() => z.array(z.object({ id: z.string(), leaf: z.string() })));

async function readState(connection: Connection): Promise<LogState> {
  const item = await readItem(connection, sizeKey);
  if (item === null) return { size: 0, unmoved: null };
  return { size: numberOf(item, 'size'), unmoved: item.unmoved === undefined ? null : numberOf(item, 'unmoved') };
}

async function readItem({ send, tables, retry }: Connection, key: Item): Promise<Item | null> {
  const request: GetItemInput = { TableName: tables.items, Key: key, ConsistentRead: true };
  const { Item } = await retried('read the state of the evidence log', retry, () => send('GetItem', request));
  return Item ?? null;
}

/** One transaction; false when the log no longer stands at `size`. */
async function placeRun(connection: Connection, size: number, leaves: readonly SequencedLeaf[]): Promise<boolean> {
  const { send, tables, retry } = connection;
  const body = JSON.stringify(leaves.map(({ id, leaf }) => ({ id, leaf })));
  const item = { pk: { S: runLine(size) }, sk: { S: alone }, body: { S: body } };
  const values = { ':next': { N: String(size + leaves.length) }, ':size': { N: String(size) } };
  const state = {
    TableName: tables.items,
    Key: sizeKey,
    UpdateExpression: 'SET #size = :next, unmoved = :size',
    ConditionExpression:
      size === 0 ? 'attribute_not_exists(pk) OR #size = :size' : '#size = :size AND attribute_not_exists(unmoved)',
    ExpressionAttributeNames: { '#size': 'size' },
    ExpressionAttributeValues: values,
  };
  const put = { TableName: tables.items, Item: item, ConditionExpression: 'attribute_not_exists(pk)' };
  const request: TransactWriteItemsInput = {
    TransactItems: [{ Update: state }, { Put: put }],
    // When the answer to an attempt was lost, the next is answered as if it had carried out the first.
    ClientRequestToken: randomUUID(),
  };
  try {
    await retried('give leaves their places', retry, () => send('TransactWriteItems', request));
    return true;
  } catch (error) {
    const reasons = refusal(error, 'TransactionCanceledException')?.CancellationReasons ?? [];
    if (reasons.some(({ Code }) => Code === 'ConditionalCheckFailed')) return false;
    throw error;
  }
}

/** Moves the leaves of a run from where they waited to where they stay; doing it twice, or by two at once, changes nothing more. */
async function moveRun(connection: Connection, { size }: LogState, start: number): Promise<void> {
  const { items } = connection.tables;
  const leaves = await readRun(connection, start);
  const places = new Map(leaves.map(({ id }, position) => [id, start + position]));
  const keys = leaves.map(({ id }) => pendingKey(id));
  const placed: Item[] = [];
  const take = (item: Item) => {
    const leaf = leafOf(item);
    placed.push(...placedItems(leaf, places.get(leaf.id) ?? 0));
  };
  await batchGet(connection, { table: items, keys, consistent: true, take });
  await batchPut(connection, items, placed);
  await batchDelete(connection, items, keys);
  await markMoved(connection, size, start);
}

async function markMoved({ send, tables, retry }: Connection, size: number, start: number): Promise<void> {
  const request: UpdateItemInput = {
    TableName: tables.items,
    Key: sizeKey,
    UpdateExpression: 'REMOVE unmoved',
    ConditionExpression: '#size = :size AND unmoved = :start',
    ExpressionAttributeNames: { '#size': 'size' },
    ExpressionAttributeValues: { ':size': { N: String(size) }, ':start': { N: String(start) } },
  };
  try {
    await retried('note that leaves are in their places', retry, () => send('UpdateItem', request));
  } catch (error) {
    if (refusal(error, 'ConditionalCheckFailedException') === null) throw error; // another sequencer was first
  }
}

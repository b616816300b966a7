import { randomUUID } from 'node:crypto';
import type { CancellationReason, TransactWriteItemsInput } from '@aws-sdk/client-dynamodb';
import type { Charge, Charged, NewLeaf } from '../../../schema/evidence/evidence-store.ts';
import type { SpendRequest } from '../../../schema/ports.ts';
import { checkCharge } from '../check-charge.ts';
import { arrival, spending } from '../gcra.ts';
import { leastRecentlyUsed } from '../least-recently-used.ts';
import { numberOf } from './attributes.ts';
import { fromSpent, fromWhole, isWhole, updateOf } from './budget-update.ts';
import type { Connection } from './connect.ts';
import { alone, limitLine } from './item-keys.ts';
import { appendStep, isItemOf } from './leaf-items.ts';
import { dynamodbLimits } from './limits.ts';
import { earlierCharge, onceSteps } from './once-item.ts';
import { retried } from './retry.ts';
import { refusal } from './send.ts';

/** An update changes either a budget that is whole or one that is partly spent; which one it is may change under our hands. */
const mostRounds = 50;
const budgetsKnown = 10_000;

/** Times of arrival of budgets by key as last seen: tell which update to try first; null: never used. */
type Known = Pick<ReturnType<typeof leastRecentlyUsed<string, number>>, 'get' | 'set'>;

/**
 * Charges: one transaction spends from all budgets and appends all leaves, or does nothing. A budget whose state is not known is taken
 * for whole, and learnt from the transaction that fails then: a caller's second charge takes one round trip.
 */
export function charger(connection: Connection): (charge: Charge) => Promise<Charged> {
  const known = leastRecentlyUsed<string, number>(budgetsKnown);
  return async (charge) => {
    checkCharge(charge);
    if (charge.spends.length + charge.leaves.length === 0) return { granted: true };
    const hopeless = charge.spends.filter(
      (request) => arrival(request).now + arrival(request).increment > arrival(request).latest,
    );
    if (hopeless.length > 0) return { granted: false, short: await lookAt(connection, hopeless) };
    for (let round = 0; round < mostRounds; round++) {
      const outcome = await attempt(connection, charge, known);
      if (outcome !== 'again') return outcome;
    }
    throw new Error(
      `Cannot charge ${charge.spends.length} budgets: they must stand still within ${mostRounds} attempts`,
    );
  };
}

/** How budgets stand whose cost not even the whole of them holds. */
async function lookAt(connection: Connection, requests: readonly SpendRequest[]) {
  const limits = dynamodbLimits(connection);
  return Promise.all(requests.map(async (request) => ({ key: request.key, spending: await limits.spend(request) })));
}

async function attempt(connection: Connection, charge: Charge, known: Known): Promise<Charged | 'again'> {
  const { send, tables, retry } = connection;
  const spends = charge.spends.map((request) => ({ Update: spendStep(tables.items, request, known) }));
  const leaves = charge.leaves.map((leaf) => appendStep(tables.items, leaf));
  const request: TransactWriteItemsInput = {
    TransactItems: [...spends, ...leaves, ...onceSteps(tables.items, charge)],
    // When the answer to an attempt was lost, the next is answered as if it had carried out the first.
    ClientRequestToken: randomUUID(),
  };
  try {
    await retried('charge and append to the evidence log', retry, () => send('TransactWriteItems', request));
    for (const request of charge.spends) remember(request, known);
    return { granted: true };
  } catch (error) {
    return outcomeOf(error, charge, known);
  }
}

function spendStep(table: string, request: SpendRequest, known: Known) {
  const terms = arrival(request);
  const change = isWhole(known.get(request.key) ?? null, terms) ? fromWhole(terms) : fromSpent(terms);
  const key = { pk: { S: limitLine(request.key) }, sk: { S: alone } };
  return updateOf(table, key, change);
}

function remember(request: SpendRequest, known: Known): void {
  const { now, increment } = arrival(request);
  known.set(request.key, Math.max(now, known.get(request.key) ?? now) + increment);
}

/** What each condition that was false tells: the budget is short, or stands otherwise than we thought; the charge was made before; or a leaf is there already. */
function outcomeOf(error: unknown, charge: Charge, known: Known): Charged | 'again' {
  const { spends, leaves } = charge;
  const reasons = refusal(error, 'TransactionCanceledException')?.CancellationReasons ?? [];
  const failed = reasons.map(({ Code }) => Code === 'ConditionalCheckFailed');
  if (!failed.includes(true)) throw error;
  const taken = leaves.findIndex((_, place) => failed[spends.length + place]);
  const leaf = leaves[taken];
  if (leaf !== undefined) return alreadyAppended(leaf, reasons[spends.length + taken], error);
  const earlier = earlierCharge(reasons[spends.length + leaves.length]);
  if (earlier !== null) return { granted: true, earlier };
  const short = spends.flatMap((request, place) => {
    if (!failed[place]) return [];
    const item = reasons[place]?.Item;
    const standing = item?.arrivesAt === undefined ? null : numberOf(item, 'arrivesAt');
    known.set(request.key, standing ?? 0);
    const { now, increment, latest } = arrival(request);
    const holds = Math.max(now, standing ?? now) + increment <= latest;
    return holds ? [] : [{ key: request.key, spending: spending(request, false, standing) }];
  });
  return short.length > 0 ? { granted: false, short } : 'again';
}

/** An id is never used twice: an equal leaf is ours, from an attempt whose answer was lost, and all else was done with it. */
function alreadyAppended(leaf: NewLeaf, reason: CancellationReason | undefined, cause: unknown): Charged {
  if (reason?.Item !== undefined && isItemOf(reason.Item, leaf)) return { granted: true };
  throw new Error(`Cannot append leaf "${leaf.id}": its id must be new, is taken`, { cause });
}

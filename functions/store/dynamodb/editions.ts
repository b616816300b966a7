import type { GetItemInput, QueryInput } from '@aws-sdk/client-dynamodb';
import type { Edition, EditionMover, EditionReader, PublicationRecord } from '../../../schema/ports.ts';
import type { Tier } from '../../../schema/privacy/tier.ts';
import type { RegisterName } from '../../../schema/registers/register-name.ts';
import { parseEdition, parsePublication } from '../edition-text.ts';
import { sortableInstant } from '../instant.ts';
import { type Item, numberOf, sortKey, textOf } from './attributes.ts';
import type { Connection } from './connect.ts';
import { editionLine, publicationLine, timeLine } from './item-keys.ts';
import { moveLines } from './move-lines.ts';
import { retried } from './retry.ts';

/** The edition ports on DynamoDB. All reads are consistent: a line never seems to step back. */
export function dynamodbEditions(connection: Connection): EditionReader & EditionMover {
  const get = (tier: Tier, number: number) => readEdition(connection, tier, number);
  return {
    get,
    latest: async (tier) => {
      const newest = await lastItem(connection, editionLine(tier), sortKey(Number.MAX_SAFE_INTEGER));
      return newest === null ? null : parseEdition(textOf(newest, 'body'));
    },
    at: async (tier, instant) => {
      const entry = await lastItem(connection, timeLine(tier), sortableInstant(instant));
      return entry === null ? null : get(tier, numberOf(entry, 'number'));
    },
    publications: (tier, register, since) => readPublications(connection, { tier, register, since }),
    move: (move) => moveLines(connection, move),
  };
}

async function readEdition({ send, tables, retry }: Connection, tier: Tier, number: number): Promise<Edition | null> {
  const key = { pk: { S: editionLine(tier) }, sk: { S: sortKey(number) } };
  const request: GetItemInput = { TableName: tables.items, Key: key, ConsistentRead: true };
  const { Item } = await retried(`read edition ${number} of ${tier}`, retry, () => send('GetItem', request));
  return Item === undefined ? null : parseEdition(textOf(Item, 'body'));
}

/** The last item of a line whose sort key is not after `most`. */
async function lastItem({ send, tables, retry }: Connection, line: string, most: string): Promise<Item | null> {
  const request: QueryInput = {
    TableName: tables.items,
    KeyConditionExpression: 'pk = :line AND sk <= :most',
    ExpressionAttributeValues: { ':line': { S: line }, ':most': { S: most } },
    ScanIndexForward: false,
    ConsistentRead: true,
    Limit: 1,
  };
  const { Items = [] } = await retried(`read the end of "${line}"`, retry, () => send('Query', request));
  return Items[0] ?? null;
}

interface PublicationRange {
  readonly tier: Tier;
  readonly register: RegisterName;
  readonly since: number;
}

async function readPublications(connection: Connection, range: PublicationRange): Promise<PublicationRecord[]> {
  const { send, tables, retry } = connection;
  const line = publicationLine(range.tier, range.register);
  const found: PublicationRecord[] = [];
  let from: Item | undefined;
  do {
    const request: QueryInput = {
      TableName: tables.items,
      KeyConditionExpression: 'pk = :line AND sk > :since',
      ExpressionAttributeValues: { ':line': { S: line }, ':since': { S: sortKey(range.since) } },
      ConsistentRead: true,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    };
    const { Items = [], LastEvaluatedKey } = await retried(`read "${line}"`, retry, () => send('Query', request));
    found.push(...Items.map((item) => parsePublication(JSON.parse(textOf(item, 'body')))));
    from = LastEvaluatedKey;
  } while (from !== undefined);
  return found;
}

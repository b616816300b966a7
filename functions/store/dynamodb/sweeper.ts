import type { DeleteItemInput, ScanInput } from '@aws-sdk/client-dynamodb';
import type { BlockSweeper } from '../../../schema/ports.ts';
import type { BlockClass } from '../../../schema/privacy/block-class.ts';
import { inParallel } from '../in-parallel.ts';
import { sideBySide } from '../side-by-side.ts';
import { type Item, textOf } from './attributes.ts';
import { blockShelf } from './block-shelf.ts';
import type { Connection } from './connect.ts';
import { retried } from './retry.ts';
import { refusal } from './send.ts';

const deletionsAtOnce = 25;
/** A table of some gigabytes is read in minutes. */
const segments = 8;

/**
 * The sweeper's port on DynamoDB: the one place that scans a table, with a grant of its own, and never on behalf of a request.
 * A block that is put in between is dated anew: the condition of its removal fails, and it stays.
 */
export function dynamodbSweeper(connection: Connection): BlockSweeper {
  const { openBlocks, restrictedBlocks } = connection.tables;
  return {
    async *untouched(before) {
      for await (const items of scanUntouched(connection, { table: openBlocks, key: 'name' }, before))
        yield { blockClass: 'open' as const, names: items.map((item) => textOf(item, 'name')) };
      const restricted = { table: restrictedBlocks, key: 'classAndName' };
      for await (const items of scanUntouched(connection, restricted, before)) {
        const parts = items.map((item) => textOf(item, 'classAndName').split('/'));
        for (const [blockClass = '', own] of Map.groupBy(parts, ([of]) => of))
          yield { blockClass: blockClass as BlockClass, names: own.map(([, name = '']) => name) };
      }
    },
    async remove(blockClass, names, before) {
      const { table, keyOf } = blockShelf(connection.tables, blockClass);
      let removed = 0;
      await inParallel(names, deletionsAtOnce, async (name) => {
        if (await removeUntouched(connection, { table, key: keyOf(name) }, before)) removed += 1;
      });
      return removed;
    },
  };
}

interface Scanned {
  readonly table: string;
  readonly key: string;
}

/** All segments of a table side by side. */
function scanUntouched(
  connection: Connection,
  scanned: Scanned,
  before: number,
): AsyncGenerator<readonly Item[], void, undefined> {
  const scans = Array.from({ length: segments }, (_, segment) =>
    scanSegment(connection, { ...scanned, segment }, before),
  );
  return sideBySide(scans);
}

async function* scanSegment(
  { send, retry }: Connection,
  { table, key, segment }: Scanned & { readonly segment: number },
  before: number,
): AsyncGenerator<readonly Item[], void, undefined> {
  let from: Item | undefined;
  do {
    const request: ScanInput = {
      TableName: table,
      Segment: segment,
      TotalSegments: segments,
      FilterExpression: 'touchedOn < :before',
      ProjectionExpression: '#key',
      ExpressionAttributeNames: { '#key': key },
      ExpressionAttributeValues: { ':before': { N: String(before) } },
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    };
    const { Items = [], LastEvaluatedKey } = await retried(`scan "${table}"`, retry, () => send('Scan', request));
    if (Items.length > 0) yield Items;
    from = LastEvaluatedKey;
  } while (from !== undefined);
}

async function removeUntouched(
  { send, retry }: Connection,
  { table, key }: { readonly table: string; readonly key: Item },
  before: number,
): Promise<boolean> {
  const request: DeleteItemInput = {
    TableName: table,
    Key: key,
    ConditionExpression: 'touchedOn < :before',
    ExpressionAttributeValues: { ':before': { N: String(before) } },
  };
  try {
    await retried('remove a block that no edition names', retry, () => send('DeleteItem', request));
    return true;
  } catch (error) {
    if (refusal(error, 'ConditionalCheckFailedException') !== null) return false;
    throw error;
  }
}

import { join } from 'node:path';
import type { AttributeValue, ScanOutput } from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { type Connection, connect } from '../../functions/store/dynamodb/connect.ts';
import { openDynamodbStore } from '../../functions/store/dynamodb/open-dynamodb-store.ts';
import { patientPolicy } from '../../functions/store/dynamodb/retry.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { folderObjects } from '../../functions/store/folder-objects.ts';
import { csv, houses } from '../builders/publication-city.ts';
import { dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { publishingStore, rootsOf, rowsIn } from '../harness/publishing-store.ts';

type Item = Record<string, AttributeValue>;

const choice = dynoxideEngine();
const now = () => Date.UTC(2026, 0, 2);

/** All items of a table: what a table that was restored to a moment ago holds. */
async function itemsOf({ send }: Connection, TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  let from: Item | undefined;
  do {
    const page: ScanOutput = await send('Scan', {
      TableName,
      ...(from === undefined ? {} : { ExclusiveStartKey: from }),
    });
    items.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return items;
}

async function lose({ send }: Connection, table: string, keys: readonly Item[]): Promise<void> {
  for (let at = 0; at < keys.length; at += 25) {
    const requests = keys.slice(at, at + 25).map((Key) => ({ DeleteRequest: { Key } }));
    await send('BatchWriteItem', { RequestItems: { [table]: requests } });
  }
}

/** What an operator does: puts back what is missing, and touches nothing that is there. Answers how many were. */
async function putBack({ send }: Connection, TableName: string, items: readonly Item[], key: string): Promise<number> {
  let missing = 0;
  for (const one of items)
    await send('PutItem', {
      TableName,
      Item: one,
      ConditionExpression: `attribute_not_exists(#key)`,
      ExpressionAttributeNames: { '#key': key },
    })
      .then(() => {
        missing += 1;
      })
      .catch((error) => {
        if (error.name !== 'ConditionalCheckFailedException') throw error;
      });
  return missing;
}

if ('missing' in choice) test.skip(`is not tested on DynamoDB: ${choice.missing}`);
else
  test('blocks and items that were lost are put back from a restored table, and all is as it was', async () => {
    const engine = await choice.start();
    try {
      const connection = connect(engine.endpoint, 'restore-', patientPolicy);
      const { openBlocks, items } = connection.tables;
      await createTables(connection);
      await using here = publishingStore();
      const objects = folderObjects(join(here.folder, 'objects'));
      const open = () => openDynamodbStore(connection, objects, now, objects);
      const store = open();
      await using city = publishingStore(() => store);
      await city.publishCity();
      const [roots, rows] = [await rootsOf(store), await rowsIn(store, 'HOUSES')];
      const blocks = await itemsOf(connection, openBlocks);
      const lines = await itemsOf(connection, items);

      const lostBlocks = blocks.filter((_, at) => at % 2 === 0).map(({ name = { S: '' } }) => ({ name }));
      const lostLines = lines.flatMap(({ pk = { S: '' }, sk = { S: '' } }) =>
        /^edition#/.test(pk.S ?? '') ? [{ pk, sk }] : [],
      );
      await lose(connection, openBlocks, lostBlocks);
      await lose(connection, items, lostLines);
      expect(await store.editions.latest('GOVERNMENT')).toBe(null);
      expect(await putBack(connection, items, lines, 'pk')).toBe(lostLines.length);
      await expect(rowsIn(store, 'HOUSES')).rejects.toThrow(); // loudly: never as if there were fewer rows
      expect(await putBack(connection, openBlocks, blocks, 'name')).toBe(lostBlocks.length);

      expect([await rootsOf(store), await rowsIn(store, 'HOUSES')]).toEqual([roots, rows]);
      const again = await city.publish('HOUSES', csv('houses', houses));
      expect(again).toMatchObject({ published: true, refused: false, updated: 0, blocksWritten: 0 });
      await store.close();
    } finally {
      await engine.stop();
    }
  });

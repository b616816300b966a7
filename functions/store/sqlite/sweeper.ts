import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { setImmediate as breathe } from 'node:timers/promises';
import type { BlockBatch, BlockSweeper } from '../../../schema/ports.ts';
import type { BlockClass } from '../../../schema/privacy/block-class.ts';
import { transaction } from './transaction.ts';

const batchSize = 500;

/** The sweeper's port on the embedded store. A block that is put in between is dated anew, and stays. */
export function sqliteSweeper(database: DatabaseSync): BlockSweeper {
  const removeOpen = database.prepare('DELETE FROM open_blocks WHERE name = ? AND touched_on < ?');
  const removeRestricted = database.prepare(
    'DELETE FROM restricted_blocks WHERE field_class = ? AND name = ? AND touched_on < ?',
  );
  const removeOne = (blockClass: BlockClass, name: string, before: number) =>
    blockClass === 'open' ? removeOpen.run(name, before) : removeRestricted.run(blockClass, name, before);
  return {
    untouched: (before) => untouchedBlocks(database, before),
    async remove(blockClass, names, before) {
      let removed = 0;
      transaction(database, () => {
        for (const name of names) removed += Number(removeOne(blockClass, name, before).changes);
      });
      await breathe();
      return removed;
    },
  };
}

async function* untouchedBlocks(database: DatabaseSync, before: number): AsyncGenerator<BlockBatch> {
  const open = database.prepare(
    `SELECT 'open' AS class, name FROM open_blocks WHERE touched_on < ? AND name > ? ORDER BY name LIMIT ${batchSize}`,
  );
  const restricted = database.prepare(
    `SELECT field_class AS class, name FROM restricted_blocks
     WHERE touched_on < ? AND (field_class, name) > (?, ?) ORDER BY field_class, name LIMIT ${batchSize}`,
  );
  yield* readOn((last) => open.all(before, last.name));
  yield* readOn((last) => restricted.all(before, last.class, last.name));
}

interface NameRow {
  readonly class: string;
  readonly name: string;
}

/** Batch by batch, each behind the last name of the one before, whatever was removed in between. */
function* readOn(next: (last: NameRow) => Record<string, SQLOutputValue>[]): Generator<BlockBatch> {
  for (let last: NameRow | undefined = { class: '', name: '' }; last !== undefined; ) {
    const rows: NameRow[] = next(last).map((row) => ({ class: String(row.class), name: String(row.name) }));
    for (const [blockClass, own] of Map.groupBy(rows, (row) => row.class))
      yield { blockClass: blockClass as BlockClass, names: own.map(({ name }) => name) };
    last = rows.at(-1);
  }
}

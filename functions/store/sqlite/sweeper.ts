import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as breathe } from 'node:timers/promises';
import type { BlockSweeper } from '../../../schema/ports.ts';
import type { BlockClass } from '../../../schema/privacy/block-class.ts';
import { transaction } from './transaction.ts';

const batchSize = 500;

/** The sweeper's port on the embedded store. A block that is put in between is dated anew, and stays. */
export function sqliteSweeper(database: DatabaseSync): BlockSweeper {
  // Whatever was removed in between, the next batch begins behind the last name.
  const open = database.prepare(
    `SELECT 'open' AS class, name FROM open_blocks WHERE touched_on < ? AND name > ? ORDER BY name LIMIT ${batchSize}`,
  );
  const restricted = database.prepare(
    `SELECT field_class AS class, name FROM restricted_blocks
     WHERE touched_on < ? AND (field_class, name) > (?, ?) ORDER BY field_class, name LIMIT ${batchSize}`,
  );
  const removeOpen = database.prepare('DELETE FROM open_blocks WHERE name = ? AND touched_on < ?');
  const removeRestricted = database.prepare(
    'DELETE FROM restricted_blocks WHERE field_class = ? AND name = ? AND touched_on < ?',
  );
  return {
    async *untouched(before) {
      for (let last = { class: '', name: '' }; ; ) {
        const rows = open.all(before, last.name).map(rowOf);
        yield* batchesOf(rows);
        const end = rows.at(-1);
        if (end === undefined) break;
        last = end;
      }
      for (let last = { class: '', name: '' }; ; ) {
        const rows = restricted.all(before, last.class, last.name).map(rowOf);
        yield* batchesOf(rows);
        const end = rows.at(-1);
        if (end === undefined) return;
        last = end;
      }
    },
    async remove(blockClass, names, before) {
      let removed = 0;
      transaction(database, () => {
        for (const name of names) {
          const { changes } =
            blockClass === 'open' ? removeOpen.run(name, before) : removeRestricted.run(blockClass, name, before);
          removed += Number(changes);
        }
      });
      await breathe();
      return removed;
    },
  };
}

interface NameRow {
  readonly class: string;
  readonly name: string;
}

function rowOf(row: { readonly [column: string]: unknown }): NameRow {
  return { class: String(row.class), name: String(row.name) };
}

function* batchesOf(rows: readonly NameRow[]) {
  for (const [blockClass, own] of Map.groupBy(rows, (row) => row.class))
    yield { blockClass: blockClass as BlockClass, names: own.map(({ name }) => name) };
}

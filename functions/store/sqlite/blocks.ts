import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as breathe } from 'node:timers/promises';
import type { BlockReader, BlockWriter, NamedBlock, TakeBlock } from '../../../schema/ports.ts';
import { type BlockClass, blockClasses } from '../../../schema/privacy/block-class.ts';
import type { Clock } from '../../platform/clock.ts';
import { packBlock, unpackBlock } from '../block-codec.ts';
import { transaction } from './transaction.ts';

/** A transaction ends after so many blocks or bytes, so that other processes never wait long for the write lock. */
const blocksPerTransaction = 500;
const bytesPerTransaction = 8 * 2 ** 20;
const dayMilliseconds = 86_400_000;

interface PackedBlock {
  readonly name: string;
  readonly stored: Uint8Array;
}

interface BlockTable {
  get(name: string): Uint8Array | null;
  put(block: PackedBlock, day: number): void;
}

/** The block ports on the embedded store; `clock` dates the last touch of a block, by day. */
export function sqliteBlocks(database: DatabaseSync, clock: Clock): BlockReader & BlockWriter {
  const tables = new Map(blockClasses.map((blockClass) => [blockClass, blockTable(database, blockClass)]));
  const tableOf = (blockClass: BlockClass) => {
    const table = tables.get(blockClass);
    if (table === undefined) throw new Error(`Cannot find blocks of class "${blockClass}": no such class`);
    return table;
  };
  return {
    read: async (blockClass, names, take = () => {}) => readBlocks(tableOf(blockClass), new Set(names), take),
    write: async (blockClass, blocks) => {
      for (const batch of packedBatches(blocks)) {
        const day = Math.floor(clock() / dayMilliseconds);
        transaction(database, () => {
          for (const block of batch) tableOf(blockClass).put(block, day);
        });
        await breathe();
      }
    },
  };
}

function blockTable(database: DatabaseSync, blockClass: BlockClass): BlockTable {
  const open = blockClass === 'open';
  const table = open ? 'open_blocks' : 'restricted_blocks';
  const key = open ? 'name' : 'field_class, name';
  const keyOf = (name: string) => (open ? [name] : [blockClass, name]);
  const select = database.prepare(`SELECT bytes FROM ${table} WHERE (${key}) = (${open ? '?' : '?, ?'})`);
  const insert = database.prepare(
    `INSERT INTO ${table} (${key}, touched_on, bytes) VALUES (${open ? '?' : '?, ?'}, ?, ?)
     ON CONFLICT (${key}) DO UPDATE SET touched_on = excluded.touched_on WHERE touched_on < excluded.touched_on`,
  );
  return {
    get: (name) => {
      const bytes = select.get(...keyOf(name))?.bytes;
      return bytes instanceof Uint8Array ? bytes : null;
    },
    put: ({ name, stored }, day) => {
      insert.run(...keyOf(name), day, stored);
    },
  };
}

function readBlocks(table: BlockTable, names: ReadonlySet<string>, take: TakeBlock): ReadonlyMap<string, Uint8Array> {
  const found = new Map<string, Uint8Array>();
  for (const name of names) {
    const stored = table.get(name);
    if (stored === null) continue;
    const bytes = unpackBlock(name, stored);
    found.set(name, bytes);
    take(name, bytes);
  }
  return found;
}

/** Compresses ahead of each transaction, outside the write lock. */
function* packedBatches(blocks: readonly NamedBlock[]): Generator<readonly PackedBlock[]> {
  let batch: PackedBlock[] = [];
  let bytes = 0;
  for (const block of blocks) {
    const stored = packBlock(block);
    batch.push({ name: block.name, stored });
    bytes += stored.length;
    if (batch.length === blocksPerTransaction || bytes >= bytesPerTransaction) {
      yield batch;
      batch = [];
      bytes = 0;
    }
  }
  if (batch.length > 0) yield batch;
}

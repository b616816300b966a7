import type { DatabaseSync } from 'node:sqlite';
import { withPlace } from './disk-full.ts';

/** Runs `work` as one transaction that holds the write lock from its start, so that what it read still stands when it writes. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  try {
    database.exec('BEGIN IMMEDIATE');
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw withPlace(error, database.location());
  }
}

/**
 * The same, on the disk when it returns. Ordinary transactions survive the death of the process and may lose only the newest ones
 * with the machine's power; this one takes everything before it along, as the log is written in order.
 */
export function durableTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('PRAGMA synchronous = FULL');
  try {
    return transaction(database, work);
  } finally {
    database.exec('PRAGMA synchronous = NORMAL');
  }
}

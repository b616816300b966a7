import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { withPlace } from './disk-full.ts';
import { layouts } from './tables.ts';
import { transaction } from './transaction.ts';

/** "BGRD": tells our files from other people's (PRAGMA application_id). */
const applicationId = 0x42475244;
/** The form of the tables; a file of a later form is refused, never guessed at. */
const formatVersion = layouts.length;
const fileName = 'basegrid.sqlite';

/**
 * Opens the store's file in `folder` (made when absent, readable by its owner alone), laying out its tables on first use.
 * Several processes may have it open. Throws when the file is not ours or of a later format.
 */
export function openDatabase(folder: string): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(folder, fileName), { timeout: 20_000 });
  try {
    prepare(database);
    return database;
  } catch (error) {
    database.close();
    throw isForeign(error)
      ? new Error(`Cannot open store "${fileName}": it is no SQLite file`, { cause: error })
      : withPlace(error, join(folder, fileName));
  }
}

function prepare(database: DatabaseSync): void {
  // Large pages hold several blocks each: a sixth less space and twice the write rate of the default 4 KB, measured.
  database.exec('PRAGMA page_size = 16384');
  if (version(database) < formatVersion) transaction(database, () => layOut(database));
  const found = version(database);
  if (pragma(database, 'application_id') !== applicationId)
    throw new Error(`Cannot open store "${fileName}": it is an SQLite file of another program`);
  if (found !== formatVersion)
    throw new Error(`Cannot open store "${fileName}": format must be ${formatVersion}, is ${found}`);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864');
}

/** Runs under the write lock: of several processes that start at once, one lays out and the others find it done. */
function layOut(database: DatabaseSync): void {
  const found = version(database);
  const objects = database.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n;
  const isEmpty = objects === 0 && pragma(database, 'application_id') === 0;
  if (!isEmpty && pragma(database, 'application_id') !== applicationId) return;
  for (const layout of layouts.slice(found)) database.exec(layout);
  if (found < formatVersion)
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${formatVersion}`);
}

function version(database: DatabaseSync): number {
  return Number(pragma(database, 'user_version'));
}

function pragma(database: DatabaseSync, name: string): unknown {
  return database.prepare(`PRAGMA ${name}`).get()?.[name];
}

/** SQLITE_NOTADB, https://www.sqlite.org/rescode.html#notadb */
function isForeign(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 26;
}

import type { DatabaseSync } from 'node:sqlite';
import type { WatchStore } from '../../../schema/ports.ts';
import { durableTransaction } from './transaction.ts';

/** The watch lists on the embedded store. */
export function sqliteWatches(database: DatabaseSync): WatchStore {
  const insert = database.prepare('INSERT OR IGNORE INTO watches (client, subject) VALUES (?, ?)');
  const remove = database.prepare('DELETE FROM watches WHERE client = ? AND subject = ?');
  const select = database.prepare('SELECT subject FROM watches WHERE client = ? ORDER BY subject');
  const list = (client: string) => select.all(client).map(({ subject }) => String(subject));
  return {
    add: async (client, subjects, most) =>
      durableTransaction(database, () => {
        const total = new Set([...list(client), ...subjects]).size;
        if (total <= most) for (const subject of subjects) insert.run(client, subject);
        return total;
      }),
    remove: async (client, subjects) =>
      durableTransaction(database, () => {
        for (const subject of subjects) remove.run(client, subject);
      }),
    list: async (client) => list(client),
  };
}

import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Client, ClientStore } from '../../../schema/ports.ts';
import { parseClient } from '../client-text.ts';
import { durableTransaction } from './transaction.ts';

/** The client port on the embedded store. */
export function sqliteClients(database: DatabaseSync): ClientStore {
  const bySecretHash = database.prepare('SELECT body FROM clients WHERE secret_hash = ?');
  const all = database.prepare('SELECT body FROM clients ORDER BY id');
  const upsert = database.prepare(
    `INSERT INTO clients (id, secret_hash, body) VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET secret_hash = excluded.secret_hash, body = excluded.body`,
  );
  return {
    bySecretHash: async (secretHash) => clientOf(bySecretHash.get(secretHash)),
    list: async () =>
      all
        .all()
        .map(clientOf)
        .filter((client) => client !== null),
    put: async (client) => {
      durableTransaction(database, () => upsert.run(client.id, client.secretHash, JSON.stringify(client)));
    },
  };
}

function clientOf(row: ReturnType<StatementSync['get']>): Client | null {
  return row === undefined ? null : parseClient(String(row.body));
}

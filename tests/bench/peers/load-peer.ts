import { copyText } from './copy-text.ts';
import { type Answered, peerIndexes, peerTables } from './peer-tables.ts';
import type { Postgres } from './postgres.ts';

/** The present rows of a city, by table. */
export type City = Readonly<Record<keyof typeof peerTables, readonly Answered[]>>;

/** Loads a city into an empty PostgreSQL by COPY, then makes its indexes and statistics. */
export async function loadPeer(postgres: Postgres, city: City): Promise<void> {
  await postgres.run('CREATE EXTENSION postgis');
  for (const [register, { name, columns, cells }] of Object.entries(peerTables)) {
    await postgres.run(`CREATE TABLE ${name} (${columns})`);
    await postgres.run(`COPY ${name} FROM STDIN`, copyText(city[register as keyof City].map(cells)));
  }
  await postgres.run(peerIndexes);
  await postgres.run('VACUUM ANALYZE');
}

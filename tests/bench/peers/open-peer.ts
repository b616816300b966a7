import type { City } from './load-peer.ts';
import { loadPeer } from './load-peer.ts';
import { type GraphqlServer, installPostgraphile, startPostgraphile } from './postgraphile.ts';
import { postgresPrograms, startPostgres } from './postgres.ts';

/** PostGraphile over a PostgreSQL that holds the city; a text says why it cannot be had here. */
export async function openPeer(readCity: () => Promise<City>): Promise<(GraphqlServer & { version: string }) | string> {
  const programs = postgresPrograms();
  if (programs === null) return 'PostgreSQL is not on this machine (Debian: postgresql, postgresql-15-postgis-3)';
  try {
    installPostgraphile();
  } catch {
    return 'npm could not install PostGraphile into .cache/peers';
  }
  await using opening = new AsyncDisposableStack();
  const postgres = opening.use(await startPostgres(programs));
  if (!postgres.offers('postgis')) return 'PostgreSQL is there without PostGIS (Debian: postgresql-15-postgis-3)';
  await loadPeer(postgres, await readCity());
  const server = opening.use(await startPostgraphile(postgres.url));
  const closing = opening.move();
  return { url: server.url, version: postgres.version, [Symbol.asyncDispose]: () => closing.disposeAsync() };
}

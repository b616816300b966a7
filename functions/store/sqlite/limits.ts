import type { DatabaseSync } from 'node:sqlite';
import type { LimitStore, Spending, SpendRequest } from '../../../schema/ports.ts';
import { arrival, spending } from '../gcra.ts';

/** After so many spendings, budgets that are whole again are forgotten: they differ in nothing from never used ones. */
const spendingsBetweenCleanings = 1000;

/**
 * What was spent further ahead than any budget reaches was spent by another clock (BASEGRID_NOW, which local runs alone obey): by the
 * clock of now nothing is spent. Microseconds; a clock that is set back by less gives nobody anything back.
 */
const clocksDiffer = 86_400_000_000;

/** The limit port on the embedded store. */
export function sqliteLimits(database: DatabaseSync): LimitStore {
  const spend = sqliteSpender(database);
  return { spend: async (request) => spend(request) };
}

/** Spends at once: one statement, whichever process gets there first; within a transaction it is part of it. */
export function sqliteSpender(database: DatabaseSync): (request: SpendRequest) => Spending {
  const stands = `max(iif(arrives_at > :latest + ${clocksDiffer}, 0, arrives_at), :now)`;
  const spend = database.prepare(
    `INSERT INTO limits (key, arrives_at) SELECT :key, :now + :increment WHERE :now + :increment <= :latest
     ON CONFLICT (key) DO UPDATE SET arrives_at = ${stands} + :increment WHERE ${stands} + :increment <= :latest
     RETURNING arrives_at`,
  );
  const standing = database.prepare(`SELECT ${stands} AS arrives_at FROM limits WHERE key = :key`);
  const forget = database.prepare('DELETE FROM limits WHERE arrives_at <= ?');
  let spendings = 0;
  return (request) => {
    if (++spendings % spendingsBetweenCleanings === 0) forget.run(arrival(request).now);
    const { now, latest, increment } = arrival(request);
    const granted = spend.get({ key: request.key, now, latest, increment });
    const row = granted ?? standing.get({ key: request.key, now, latest });
    return spending(request, granted !== undefined, row === undefined ? null : Number(row.arrives_at));
  };
}

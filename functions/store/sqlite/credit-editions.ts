import type { DatabaseSync } from 'node:sqlite';
import type { CreditEditions } from '../../../schema/registers/credit/credit-edition.ts';
import { creditLine, parseCreditEdition } from '../credit-edition-text.ts';
import { instantMilliseconds } from '../instant.ts';
import { leafInserter } from './evidence-leaves.ts';
import { durableTransaction } from './transaction.ts';

/** The line of credit editions on the embedded store: one more line beside those of the tiers. */
export function sqliteCreditEditions(database: DatabaseSync): CreditEditions {
  const newest = database.prepare('SELECT number, body FROM editions WHERE tier = ? ORDER BY number DESC LIMIT 1');
  const numbered = database.prepare('SELECT body FROM editions WHERE tier = ? AND number = ?');
  const addLeaf = leafInserter(database);
  const add = database.prepare('INSERT INTO editions (tier, number, at, report, body) VALUES (?, ?, ?, NULL, ?)');
  const editionIn = (row: ReturnType<typeof newest.get>) =>
    row === undefined ? null : parseCreditEdition(String(row.body));
  return {
    latest: async () => editionIn(newest.get(creditLine)),
    get: async (number) => editionIn(numbered.get(creditLine, number)),
    move: async (next, leaves) =>
      durableTransaction(database, () => {
        if (Number(newest.get(creditLine)?.number ?? 0) !== next.number - 1) return 'behind';
        add.run(creditLine, next.number, instantMilliseconds(next.at), JSON.stringify(next));
        leaves.forEach(addLeaf);
        return 'moved';
      }),
  };
}

import type { DatabaseSync } from 'node:sqlite';
import type { ChargeOnce, EarlierCharge, NewLeaf } from '../../../schema/evidence/evidence-store.ts';
import { leavesText, parseLeaves } from '../leaf-text.ts';

/** By what repetitions of charges are known. */
interface ChargesOnce {
  /** The charge of before; null: there is none, or it is no longer to be known. */
  find(once: ChargeOnce): EarlierCharge | null;
  keep(once: ChargeOnce, leaves: readonly NewLeaf[]): void;
}

/** Charges that are carried out once, on the embedded store; meant for within the transaction of a charge. Forgets what is over. */
export function chargesOnce(database: DatabaseSync): ChargesOnce {
  const stands = database.prepare('SELECT question, leaves FROM charges_once WHERE key = ? AND until > ?');
  const forget = database.prepare('DELETE FROM charges_once WHERE until <= ?');
  const insert = database.prepare('INSERT INTO charges_once (key, until, question, leaves) VALUES (?, ?, ?, ?)');
  return {
    find: ({ key, now }) => {
      const row = stands.get(key, now);
      return row === undefined ? null : { question: String(row.question), leaves: parseLeaves(String(row.leaves)) };
    },
    keep: ({ key, question, now, until }, leaves) => {
      forget.run(now);
      insert.run(key, until, question, leavesText(leaves));
    },
  };
}

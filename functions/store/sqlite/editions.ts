import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Edition, EditionMove, EditionMover, EditionReader, PublicationRecord } from '../../../schema/ports.ts';
import { parseEdition, parsePublication } from '../edition-text.ts';
import { instantMilliseconds } from '../instant.ts';
import { leafInserter } from './evidence-leaves.ts';
import { durableTransaction } from './transaction.ts';

/** The edition ports on the embedded store. */
export function sqliteEditions(database: DatabaseSync): EditionReader & EditionMover {
  const addLeaf = leafInserter(database);
  const latest = database.prepare('SELECT body FROM editions WHERE tier = ? ORDER BY number DESC LIMIT 1');
  const numbered = database.prepare('SELECT body FROM editions WHERE tier = ? AND number = ?');
  const before = database.prepare('SELECT body FROM editions WHERE tier = ? AND at <= ? ORDER BY at DESC LIMIT 1');
  const since = database.prepare('SELECT * FROM publications WHERE tier = ? AND register = ? AND seq > ? ORDER BY seq');
  const mover = editionMover(database);
  return {
    latest: async (tier) => editionOf(latest.get(tier)),
    get: async (tier, number) => editionOf(numbered.get(tier, number)),
    at: async (tier, instant) => editionOf(before.get(tier, instantMilliseconds(instant))),
    publications: async (tier, register, seq) => since.all(tier, register, seq).map(parsePublication),
    move: async (move) =>
      durableTransaction(database, () => {
        const outcome = mover(move);
        if (outcome === 'moved') move.leaves.forEach(addLeaf);
        return outcome;
      }),
  };
}

function editionOf(row: ReturnType<StatementSync['get']>): Edition | null {
  return row === undefined ? null : parseEdition(String(row.body));
}

/** Checks every line before it writes the first: runs inside a transaction. */
function editionMover(database: DatabaseSync): (move: EditionMove) => 'moved' | 'behind' {
  const newest = database.prepare('SELECT number, at FROM editions WHERE tier = ? ORDER BY number DESC LIMIT 1');
  const addEdition = database.prepare('INSERT INTO editions (tier, number, at, report, body) VALUES (?, ?, ?, ?, ?)');
  const addPublication = database.prepare(
    'INSERT INTO publications (tier, register, seq, edition, at, changes) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const follows = ({ tier, number, at }: Edition) => {
    const line = newest.get(tier);
    if (Number(line?.number ?? 0) !== number - 1) return false;
    if (line !== undefined && Number(line.at) >= instantMilliseconds(at))
      throw new Error(
        `Cannot move line ${tier} to edition ${number}: its time "${at}" must be after that of the edition before`,
      );
    return true;
  };
  const putPublication = (one: PublicationRecord) =>
    addPublication.run(one.tier, one.register, one.seq, one.edition, one.at, one.changes);
  return ({ editions, publications, report }) => {
    if (!editions.every(follows)) return 'behind';
    for (const edition of editions) {
      const { tier, number, at } = edition;
      addEdition.run(tier, number, instantMilliseconds(at), report, JSON.stringify(edition));
    }
    publications.forEach(putPublication);
    return 'moved';
  };
}

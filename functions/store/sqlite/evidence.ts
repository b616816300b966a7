import type { DatabaseSync } from 'node:sqlite';
import type {
  Charge,
  Charged,
  EvidenceSequencer,
  EvidenceStore,
  SequencedLeaf,
} from '../../../schema/evidence/evidence-store.ts';
import { checkCharge } from '../check-charge.ts';
import { parseLeaf } from '../leaf-text.ts';
import { chargesOnce } from './charges-once.ts';
import { leafInserter, sqliteLeaves } from './evidence-leaves.ts';
import { groupCommit } from './group-commit.ts';
import { sqliteSpender } from './limits.ts';
import { durableTransaction } from './transaction.ts';

/** Leaves that `run` answers at once; any place may begin a run here. */
const leavesARun = 1024;

/** The evidence port on the embedded store. */
export function sqliteEvidence(database: DatabaseSync): EvidenceStore {
  const commit = groupCommit(database);
  const charge = charger(database);
  return {
    ...sqliteLeaves(database),
    ...sqliteSequencer(database),
    charge: async (wish) => {
      checkCharge(wish);
      return commit(() => {
        const value = charge(wish);
        return { value, keep: value.granted };
      });
    },
  };
}

function charger(database: DatabaseSync): (charge: Charge) => Charged {
  const spend = sqliteSpender(database);
  const addLeaf = leafInserter(database);
  const remembered = chargesOnce(database);
  return ({ spends, leaves, once = null }) => {
    const earlier = once === null ? null : remembered.find(once);
    if (earlier !== null) return { granted: true, earlier };
    const short = spends.flatMap((request) => {
      const spending = spend(request);
      return spending.granted ? [] : [{ key: request.key, spending }];
    });
    if (short.length > 0) return { granted: false, short };
    leaves.forEach(addLeaf);
    if (once !== null) remembered.keep(once, leaves);
    return { granted: true };
  };
}

function sqliteSequencer(database: DatabaseSync): EvidenceSequencer {
  const size = database.prepare('SELECT coalesce(max(place) + 1, 0) AS size FROM evidence_leaves');
  const pending = database.prepare('SELECT arrival FROM evidence_leaves WHERE place IS NULL ORDER BY arrival LIMIT ?');
  const place = database.prepare('UPDATE evidence_leaves SET place = ? WHERE arrival = ?');
  const placed = database.prepare('SELECT body FROM evidence_leaves WHERE place >= ? ORDER BY place LIMIT ?');
  const newest = database.prepare('SELECT size, note FROM evidence_checkpoints ORDER BY size DESC LIMIT 1');
  const add = database.prepare('INSERT INTO evidence_checkpoints (size, note) VALUES (?, ?)');
  const checkpoint = () => {
    const row = newest.get();
    return row === undefined ? null : { size: Number(row.size), note: String(row.note) };
  };
  return {
    sequence: async (most) => {
      if (pending.get(1) === undefined) return 0;
      return durableTransaction(database, () => {
        const next = Number(size.get()?.size);
        const waiting = pending.all(most);
        waiting.forEach(({ arrival }, position) => {
          place.run(next + position, arrival ?? null);
        });
        return waiting.length;
      });
    },
    run: async (start) => placed.all(start, leavesARun).map(({ body }) => sequenced(String(body))),
    checkpoint: async () => checkpoint(),
    advance: async (from, next) =>
      durableTransaction(database, () => {
        if ((checkpoint()?.size ?? 0) !== from) return false;
        add.run(next.size, next.note);
        return true;
      }),
  };
}

function sequenced(body: string): SequencedLeaf {
  const { id, leaf } = parseLeaf(body);
  return { id, leaf };
}

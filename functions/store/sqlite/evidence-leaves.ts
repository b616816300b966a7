import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EvidenceReader, NewLeaf, StoredLeaf } from '../../../schema/evidence/evidence-store.ts';
import { leafText, parseLeaf } from '../leaf-text.ts';

/** Appends a leaf; meant for within the transaction of what it is evidence of. Throws when its id was there already. */
export function leafInserter(database: DatabaseSync): (leaf: NewLeaf) => void {
  const insert = database.prepare('INSERT INTO evidence_leaves (id, topic, body) VALUES (?, ?, ?)');
  return (leaf) => {
    insert.run(leaf.id, leaf.topic, leafText(leaf));
  };
}

/** Single leaves and topics on the embedded store. */
export function sqliteLeaves(database: DatabaseSync): EvidenceReader {
  const byId = database.prepare('SELECT place, body FROM evidence_leaves WHERE id = ?');
  const newest = database.prepare(
    'SELECT place, body FROM evidence_leaves WHERE topic = ? AND id < ? ORDER BY id DESC LIMIT ?',
  );
  const size = database.prepare('SELECT count(*) AS n FROM evidence_leaves WHERE topic = ?');
  return {
    leaf: async (id) => storedLeaf(byId.get(id)),
    shown: async (id) => {
      const leaf = storedLeaf(byId.get(id));
      return leaf === null ? null : { id, leaf: leaf.leaf, issuedAt: leaf.issuedAt, index: leaf.index };
    },
    topic: async (topic, { before, limit }) =>
      newest
        .all(topic, before ?? afterAllIds, limit)
        .map(storedLeaf)
        .filter((leaf) => leaf !== null),
    topicSize: async (topic) => Number(size.get(topic)?.n ?? 0),
  };
}

/** Ids are hexadecimal. */
const afterAllIds = '~';

function storedLeaf(row: ReturnType<StatementSync['get']>): StoredLeaf | null {
  if (row === undefined) return null;
  return { ...parseLeaf(String(row.body)), index: row.place === null ? null : Number(row.place) };
}

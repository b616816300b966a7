/**
 * The tables of the first format. Open and restricted blocks lie apart, the latter under class and name: knowing a block's name in one
 * class finds nothing in another. `touched_on` counts days since 1970, instants are milliseconds, `arrives_at` microseconds.
 */
const first = `
CREATE TABLE open_blocks (
  name TEXT PRIMARY KEY,
  touched_on INTEGER NOT NULL,
  bytes BLOB NOT NULL
) STRICT;
CREATE TABLE restricted_blocks (
  field_class TEXT NOT NULL,
  name TEXT NOT NULL,
  touched_on INTEGER NOT NULL,
  bytes BLOB NOT NULL,
  PRIMARY KEY (field_class, name)
) STRICT;
CREATE TABLE editions (
  tier TEXT NOT NULL,
  number INTEGER NOT NULL,
  at INTEGER NOT NULL,
  report TEXT,
  body TEXT NOT NULL,
  PRIMARY KEY (tier, number)
) STRICT;
CREATE UNIQUE INDEX editions_by_time ON editions (tier, at);
CREATE TABLE publications (
  tier TEXT NOT NULL,
  register TEXT NOT NULL,
  seq INTEGER NOT NULL,
  edition INTEGER NOT NULL,
  at TEXT NOT NULL,
  changes INTEGER NOT NULL,
  PRIMARY KEY (tier, register, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE clients (
  id TEXT PRIMARY KEY,
  secret_hash TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL
) STRICT;
CREATE TABLE limits (
  key TEXT PRIMARY KEY,
  arrives_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
`;

/** Leaves in order of arrival; `place` is the index in the log, null until the sequencer gave it. Bodies are JSON. */
const withEvidence = `
CREATE TABLE evidence_leaves (
  arrival INTEGER PRIMARY KEY AUTOINCREMENT,
  id TEXT NOT NULL UNIQUE,
  place INTEGER UNIQUE,
  topic TEXT,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX evidence_pending ON evidence_leaves (arrival) WHERE place IS NULL;
CREATE INDEX evidence_topics ON evidence_leaves (topic, id) WHERE topic IS NOT NULL;
CREATE TABLE evidence_checkpoints (
  size INTEGER PRIMARY KEY,
  note TEXT NOT NULL
) STRICT;
`;

/** Organisations that clients watch. */
const withWatches = `
CREATE TABLE watches (
  client TEXT NOT NULL,
  subject TEXT NOT NULL,
  PRIMARY KEY (client, subject)
) STRICT, WITHOUT ROWID;
`;

/** By what repetitions of charges are known, until an instant. */
const withOnce = `
CREATE TABLE charges_once (
  key TEXT PRIMARY KEY,
  until INTEGER NOT NULL,
  question TEXT NOT NULL,
  leaves TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX charges_once_by_end ON charges_once (until);
`;

/** What each format of the embedded store adds to the one before; a file of an earlier format is brought up to the newest. */
export const layouts: readonly string[] = [first, withEvidence, withWatches, withOnce];

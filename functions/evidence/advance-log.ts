import { headOf, signCheckpoint } from '../../schema/evidence/checkpoint.ts';
import type { StoredCheckpoint } from '../../schema/evidence/evidence-store.ts';
import { sameHash } from '../../schema/evidence/merkle-hash.ts';
import { verifierLine } from '../../schema/evidence/signed-note.ts';
import { openEdge } from './log-edge.ts'; // the right edge of the tree, from its tiles
import { type LogParts, logObjects } from './log-parts.ts';
import { appendLeaves, writeEdge } from './write-tiles.ts'; // new tiles, each written once

/** Leaves that get their places at once, and how often in one run. */
const leavesAtOnce = 4096;
const mostRounds = 1000;

/**
 * Brings the log up to date: places for the leaves that wait, their tiles, a checkpoint over all. Killed at any moment, or run by two at
 * once, it leaves a log that the next run completes: places are given once, tiles follow from them, and a checkpoint counts once the
 * table has it. Answers the newest checkpoint; null while the log is empty.
 */
export async function advanceLog({ evidence, tiles, signers }: LogParts): Promise<StoredCheckpoint | null> {
  const published = await tiles.get(logObjects.newest); // before the table, which may then only be newer
  for (let round = 0; round < mostRounds && (await evidence.sequence(leavesAtOnce)) > 0; round += 1);
  const standing = await evidence.checkpoint();
  checkNotRolledBack(published, standing);
  await publishKeys({ evidence, tiles, signers });
  let run = await evidence.run(standing?.size ?? 0);
  if (run.length === 0) return publish(standing, published, tiles);
  const edge = await openEdge(standing, tiles);
  while (run.length > 0) {
    await appendLeaves(
      edge,
      run.map(({ leaf }) => leaf),
      tiles,
    );
    run = await evidence.run(edge.tree.size());
  }
  await writeEdge(edge, tiles);
  const next = await sign({ size: edge.tree.size(), root: edge.tree.root() }, { evidence, tiles, signers });
  if (!(await evidence.advance(standing?.size ?? 0, next))) return evidence.checkpoint(); // another sequencer was first
  return publish(next, published, tiles);
}

/** Signs a head, or takes the note of it that was signed before: one size has one checkpoint. */
async function sign(head: { size: number; root: Uint8Array }, { tiles, signers }: LogParts): Promise<StoredCheckpoint> {
  const name = logObjects.checkpoint(head.size);
  const signed = await tiles.get(name);
  if (signed !== null) {
    const note = Buffer.from(signed).toString();
    if (sameHash(headOf(note).root, head.root)) return { size: head.size, note };
    throw new Error(
      `Cannot sign checkpoint ${head.size}: one of another root was signed before, so the log was forked`,
    );
  }
  const note = signCheckpoint(head, signers);
  await tiles.put(name, Buffer.from(note));
  return { size: head.size, note };
}

/** What was published outlives the table: a table that knows less was rolled back, and the log must not go on from there. */
function checkNotRolledBack(published: Uint8Array | null, standing: StoredCheckpoint | null): void {
  if (published === null) return;
  const { size, root } = headOf(Buffer.from(published).toString());
  const known = standing?.size ?? 0;
  if (size > known)
    throw new Error(
      `Cannot go on with the evidence log: its table stands at checkpoint ${known}, one of size ${size} was published, so the table was rolled back`,
    );
  if (standing !== null && size === known && !sameHash(root, headOf(standing.note).root))
    throw new Error(
      `Cannot go on with the evidence log: checkpoint ${size} was published with another root, so the log was forked`,
    );
}

/** Remembers the newest checkpoint outside of the table. */
async function publish(
  checkpoint: StoredCheckpoint | null,
  published: Uint8Array | null,
  tiles: LogParts['tiles'],
): Promise<StoredCheckpoint | null> {
  const note = checkpoint === null ? null : Buffer.from(checkpoint.note);
  if (note !== null && (published === null || Buffer.compare(note, published) !== 0))
    await tiles.put(logObjects.newest, note);
  return checkpoint;
}

async function publishKeys({ tiles, signers }: LogParts): Promise<void> {
  const lines = Buffer.from(signers.map((signer) => `${verifierLine(signer)}\n`).join(''));
  const standing = await tiles.get(logObjects.key);
  if (standing === null || Buffer.compare(standing, lines) !== 0) await tiles.put(logObjects.key, lines);
}

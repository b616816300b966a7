import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { advanceLog } from '../../functions/evidence/advance-log.ts';
import type { LogParts } from '../../functions/evidence/log-parts.ts';
import { openSqliteStore } from '../../functions/store/sqlite/open-sqlite-store.ts';
import type { NewLeaf, StoredCheckpoint } from '../../schema/evidence/evidence-store.ts';
import { leafRandomBytes, makeLeaf } from '../../schema/evidence/make-leaf.ts';
import { createSigner } from '../../schema/evidence/signed-note.ts';
import type { Store } from '../../schema/ports.ts';

/** The signer of tests. */
export const testSigner = createSigner('basegrid.local/evidence', Buffer.alloc(32, 9));

/** The leaf of a credit query, other for each seed. */
export function queryLeaf(seed: number): NewLeaf {
  const bytes = [0, 1].map((part) => createHash('sha256').update(`random ${seed} ${part}`).digest());
  const random = Buffer.concat(bytes).subarray(0, leafRandomBytes);
  const sealed = { subject: `91440300MA5D${seed}`, purpose: 'LENDING' };
  return makeLeaf({ kind: 'CREDIT_QUERY', at: Date.UTC(2026, 0, 1) + seed, sealed }, random);
}

/** A log on the embedded store, in a folder of its own. */
export interface DiskLog extends AsyncDisposable {
  readonly folder: string;
  readonly store: Store;
  readonly parts: LogParts;
  /** Appends the leaves of some seeds, and brings the log up to date. */
  grow(seeds: readonly number[]): Promise<StoredCheckpoint>;
}

/** Makes an empty one. */
export function diskLog(): DiskLog {
  const folder = mkdtempSync(join(tmpdir(), 'basegrid-log-'));
  const store = openSqliteStore(folder, () => 0);
  const parts: LogParts = { evidence: store.evidence, tiles: store.tiles, signers: [testSigner] };
  return {
    folder,
    store,
    parts,
    grow: async (seeds) => {
      for (let at = 0; at < seeds.length; at += 99)
        await store.evidence.charge({ spends: [], leaves: seeds.slice(at, at + 99).map(queryLeaf) });
      const checkpoint = await advanceLog(parts);
      if (checkpoint === null) throw new Error('Cannot grow a log by nothing');
      return checkpoint;
    },
    [Symbol.asyncDispose]: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A call of a store. */
export type Call = <Arguments extends unknown[], Result>(
  work: (...of: Arguments) => Promise<Result>,
) => (...of: Arguments) => Promise<Result>;

/** Parts of a log, with `around` about each call of its stores. */
export function aroundCalls({ evidence, tiles, signers }: LogParts, around: Call): LogParts {
  return {
    evidence: {
      sequence: around(evidence.sequence),
      run: around(evidence.run),
      checkpoint: around(evidence.checkpoint),
      advance: around(evidence.advance),
    },
    tiles: { get: around(tiles.get), put: around(tiles.put) },
    signers,
  };
}

/** Numbers from `start` up to, but not, `end`. */
export function seeds(start: number, end: number): number[] {
  return Array.from({ length: end - start }, (_, place) => start + place);
}

import type { EvidenceSequencer } from '../../schema/evidence/evidence-store.ts';
import type { Signer } from '../../schema/evidence/signed-note.ts';
import type { ObjectStore } from '../../schema/ports.ts';

/** What the log is made with. */
export interface LogParts {
  readonly evidence: EvidenceSequencer;
  readonly tiles: ObjectStore;
  /** Newest key first; all of them sign. */
  readonly signers: readonly Signer[];
}

/** Names of objects beside the tiles. */
export const logObjects = {
  /** Key lines of those who sign. */
  key: 'key',
  /** The newest checkpoint that was published. */
  newest: 'newest-checkpoint',
  /** A checkpoint of every size that was signed. */
  checkpoint: (size: number) => `checkpoints/${String(size).padStart(16, '0')}`,
} as const;

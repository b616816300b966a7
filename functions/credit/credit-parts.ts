import type { EvidenceAppender, EvidenceReader, EvidenceSequencer } from '../../schema/evidence/evidence-store.ts';
import type { BlockReader, LimitStore, ObjectStore, WatchStore } from '../../schema/ports.ts';
import type { CreditEditions } from '../../schema/registers/credit/credit-edition.ts';
import type { Clock } from '../platform/clock.ts';
import type { RootsAtHand } from './roots-at-hand.ts';

/** All that the credit function works with; nobody else is given the blocks, the quotas and the log together. */
export interface CreditParts {
  readonly blocks: BlockReader;
  readonly creditEditions: Pick<CreditEditions, 'latest'>;
  /** What is to be asked for next; without them each level of a tree waits for the one above it. */
  readonly rootsAtHand?: RootsAtHand;
  readonly evidence: EvidenceAppender & EvidenceReader & Pick<EvidenceSequencer, 'checkpoint'>;
  /** Tiles of the evidence log, for receipts. */
  readonly tiles: ObjectStore;
  readonly limits: LimitStore;
  readonly watches: WatchStore;
  /** Key of the hashes under which quotas are kept. */
  readonly pepper: Uint8Array;
  readonly clock: Clock;
  /** Is told of a fault that is answered by a refusal, as others were answered already. */
  readonly onFault?: (fault: unknown) => void;
  /** Subjects a day for every caller; null: by tier. */
  readonly perDay: number | null;
}

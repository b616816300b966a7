import type { Spending, SpendRequest } from '../ports.ts';

/** One leaf for the evidence log, as schema/evidence/make-leaf.ts makes it. */
export interface NewLeaf {
  /** Names the leaf to whoever was given its receipt; cannot be guessed. Ids of a later time sort later. */
  readonly id: string;
  /** What the public log shows of it. */
  readonly leaf: string;
  /** ISO instant. */
  readonly issuedAt: string;
  /** JSON that opens the leaf's commitments: what happened, and the salt. Never public. */
  readonly opening: string;
  /** What those entitled may list it under, such as `subject 91440300…`; null: in no list. */
  readonly topic: string | null;
}

/** A leaf that was appended; `index` is its place in the log, null until the sequencer gave it one. */
export interface StoredLeaf extends NewLeaf {
  readonly index: number | null;
}

/** What of a leaf anyone is shown who has its id: nothing that opens it. */
export type ShownLeaf = Pick<StoredLeaf, 'id' | 'leaf' | 'issuedAt' | 'index'>;

/** Budgets to spend and leaves to append, all together or not at all; the keys of budgets must differ. */
export interface Charge {
  readonly spends: readonly SpendRequest[];
  readonly leaves: readonly NewLeaf[];
  /** What makes it a charge that is carried out once; without it each is carried out. */
  readonly once?: ChargeOnce | null;
}

/** By what a repetition of a charge is known. Times in milliseconds since 1970. */
export interface ChargeOnce {
  /** Names the charge among all. */
  readonly key: string;
  /** Says what was asked, so that whoever repeats it can be told from whoever asks something else under the same key. */
  readonly question: string;
  readonly now: number;
  /** From then on the same key is a new one. */
  readonly until: number;
}

/** A charge of before under the same key: nothing was done now. */
export interface EarlierCharge {
  readonly question: string;
  /** As they were appended then. */
  readonly leaves: readonly NewLeaf[];
}

/** Outcome of a charge: granted and appended, now or by an earlier one; or how each budget stands that does not hold its cost, and nothing was done. */
export type Charged =
  | { readonly granted: true; readonly earlier?: EarlierCharge }
  | { readonly granted: false; readonly short: readonly { readonly key: string; readonly spending: Spending }[] };

/** Appends evidence before an answer leaves. When it throws, nothing may be answered. */
export interface EvidenceAppender {
  /** One transaction of at most 99 budgets and leaves, with what a repetition is known by. */
  charge(charge: Charge): Promise<Charged>;
}

/** Reads single leaves, for their receipts. */
export interface EvidenceReader {
  leaf(id: string): Promise<StoredLeaf | null>;
  /** The same without what opens it. Where a right may be to this alone (DynamoDB), no more is read. */
  shown(id: string): Promise<ShownLeaf | null>;
  /** Leaves of one topic, newest first: at most `limit` of those whose id sorts before `before` (null: from the newest on). */
  topic(
    topic: string,
    page: { readonly before: string | null; readonly limit: number },
  ): Promise<readonly StoredLeaf[]>;
  /** How many leaves a topic has. */
  topicSize(topic: string): Promise<number>;
}

/** A leaf as the log holds it. */
export type SequencedLeaf = Pick<NewLeaf, 'id' | 'leaf'>;

/** The newest checkpoint: how many leaves it covers, and the signed note. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly note: string;
}

/** Gives leaves their places in the log, and keeps its newest checkpoint. */
export interface EvidenceSequencer {
  /**
   * Gives the next places to at most `most` leaves that have none, oldest first, each exactly once, whoever else does the same.
   * Answers how many it gave.
   */
  sequence(most: number): Promise<number>;
  /** Leaves from `start` on in order, as many as one call of `sequence` placed there; none at the end. `start` is where such a call began. */
  run(start: number): Promise<readonly SequencedLeaf[]>;
  checkpoint(): Promise<StoredCheckpoint | null>;
  /** Keeps `next` if the newest is of size `from` (0: there is none); answers whether it did. */
  advance(from: number, next: StoredCheckpoint): Promise<boolean>;
}

/** The evidence log as the store keeps it; tiles are objects (Store.tiles). */
export type EvidenceStore = EvidenceAppender & EvidenceReader & EvidenceSequencer;

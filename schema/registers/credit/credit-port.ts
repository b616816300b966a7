import type { LeafOpenings } from '../../evidence/leaf-openings.ts';
import type { LeftReceipt, Receipt } from '../../evidence/receipt.ts';
import type { Tier } from '../../privacy/tier.ts';
import type { CreditKind } from './record.ts';
import type { ReleasedStatement } from './release-statements.ts';

/** Why anybody may ask about an organisation; there is no other reason. */
export const creditPurposes = [
  'PROCUREMENT',
  'CONTRACT',
  'LENDING',
  'INVESTMENT',
  'SUPERVISION',
  'RESEARCH',
  'SELF',
] as const;
export type CreditPurpose = (typeof creditPurposes)[number];

/**
 * SOLE_TRADER: a natural person, about whom anonymous callers are told nothing. QUOTA_EXCEEDED: nothing was asked, nothing is paid.
 * UNAVAILABLE: the log failed for this part of a batch, of which an earlier part was answered; nothing is paid for it.
 */
export const creditRefusals = ['SOLE_TRADER', 'QUOTA_EXCEEDED', 'UNAVAILABLE'] as const;
export type CreditRefusalReason = (typeof creditRefusals)[number];

/** Who asks, as far as quotas and the log know him. */
export interface CreditCaller {
  /** Names the caller where quotas are kept: the client, or the source address as a keyed hash. */
  readonly key: string;
  readonly tier: Tier;
  /** The client's name; null for a caller without a key. */
  readonly name: string | null;
  readonly client: string | null;
  /** The organisation to which the key belongs. */
  readonly subject: string | null;
}

/** Bytes of statements, as JSON, that a reply or an answer can carry: Lambda's have at most 6 MB, and the rest has room beside. */
export const mostBytesCarried = 5_000_000;

/** A query about one or more organisations; all of them codes that were parsed. */
export interface CreditQuestion {
  readonly caller: CreditCaller;
  readonly subjects: readonly string[];
  readonly purpose: CreditPurpose;
  readonly reference: string | null;
  /** How many bytes the statements of the answer may have, as JSON: more is refused before anything is paid. */
  readonly mostBytes: number;
  /** Pages that will be shown of each organisation's statements: of more than fit, no others are answered. Absent: all are wanted. */
  readonly pages?: readonly StatementWindow[] | undefined;
  /** What the caller calls this very query: whoever asks it again under the same name pays nothing, and is given the same receipts. */
  readonly once?: string | null;
}

/** A page of the statements about an organisation. */
export interface StatementWindow {
  readonly first: number;
  /** The place (release-statements.ts) of the statement before it; null: from the first on. */
  readonly after: string | null;
  /** null: of all kinds. */
  readonly kind: CreditKind | null;
}

/** What became of the question about one organisation. */
export interface CreditOutcome {
  readonly subject: string;
  /** ISO instant of the answer. */
  readonly asOf: string;
  /** null when nothing was asked, for want of quota. */
  readonly receipt: LeftReceipt | null;
  readonly refusal: { readonly reason: CreditRefusalReason; readonly message: string } | null;
  /** By end of publicity; none in a refusal. */
  readonly statements: readonly ReleasedStatement[];
  /** How many there are of each kind, where `statements` are but those of the pages that were asked for; absent: they are all. */
  readonly counts?: { readonly [K in CreditKind]?: number };
}

/** What a caller may still ask today. */
export interface CreditQuota {
  readonly perDay: number;
  readonly remaining: number;
  /** Milliseconds since 1970. */
  readonly resetAt: number;
}

/** One query as its subject sees it. */
export interface LoggedQuery {
  /** Place in the log, for cursors. */
  readonly id: string;
  readonly at: string;
  /** null: the caller watches the organisation, and was told of a change. */
  readonly purpose: CreditPurpose | null;
  readonly tier: Tier;
  readonly caller: string | null;
}

/** A page of a list that the function keeps, with the number of its whole; null where nobody asks it, or it would tell of what is not paid for. */
export interface CreditPage<T> {
  /** True where nothing was paid for the page. */
  readonly free?: true;
  readonly nodes: readonly T[];
  readonly hasNext: boolean;
  readonly total: number | null;
}

/** A page of queries about the caller's own organisation, newest first. */
export interface LogQuestion {
  readonly caller: CreditCaller;
  readonly subject: string;
  /** Id of the query to go on behind; null: from the newest on. */
  readonly before: string | null;
  readonly limit: number;
  /** Whether the whole log is to be counted, which reads as much as it is long. */
  readonly counted: boolean;
}

/** A page of publications, newest first; the rest as in LogQuestion. */
export type PublicationsQuestion = Omit<LogQuestion, 'subject'>;

/** A statement that is new, or not as it was, about an organisation that the caller watches. */
export interface WatchedChange {
  readonly seq: number;
  readonly at: string;
  readonly subject: string;
  readonly statement: ReleasedStatement;
}

/** A page of changes behind `since`, and behind the change at `after`. */
export interface ChangesQuestion {
  readonly caller: CreditCaller;
  readonly since: number;
  readonly after: { readonly seq: number; readonly key: string } | null;
  readonly limit: number;
  /** How many bytes the statements of the page may have, as JSON: the page ends before; it holds one at least. */
  readonly mostBytes: number;
  /** As that of a CreditQuestion. */
  readonly once?: string | null;
}

/** Which organisations a caller wants to watch, or no longer. */
export interface WatchQuestion {
  readonly caller: CreditCaller;
  readonly subjects: readonly string[];
  readonly watched: boolean;
}

/** Who wants to have which leaf opened. */
export interface OpeningsQuestion {
  readonly caller: CreditCaller;
  readonly id: string;
}

/**
 * The function `credit`, which alone reads statements, quotas and the log of queries. Called in process or as a Lambda of its
 * own; throws visible errors for a caller's mistakes, others when anything of it is down: then nothing is answered.
 */
export interface CreditPort {
  /** In the order of the subjects. */
  reports(question: CreditQuestion): Promise<readonly CreditOutcome[]>;
  quota(caller: CreditCaller): Promise<CreditQuota>;
  queryLog(question: LogQuestion): Promise<CreditPage<LoggedQuery>>;
  /** Leaves of publications, for authorities. */
  publications(question: PublicationsQuestion): Promise<CreditPage<{ readonly id: string }>>;
  changes(question: ChangesQuestion): Promise<CreditPage<WatchedChange>>;
  /** The receipt of any leaf of the evidence log, for whoever has its id; null when there is none. */
  receipt(id: string): Promise<Receipt | null>;
  /** What of a leaf's fields the caller is entitled to; null: nothing, or there is no leaf. */
  openings(question: OpeningsQuestion): Promise<LeafOpenings | null>;
  /** All that the caller watches afterwards. */
  watch(question: WatchQuestion): Promise<readonly string[]>;
}

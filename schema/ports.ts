import type { EvidenceStore, NewLeaf } from './evidence/evidence-store.ts';
import type { BlockClass } from './privacy/block-class.ts';
import type { FieldClass } from './privacy/field-class.ts';
import type { Tier } from './privacy/tier.ts';
import type { CreditEditions } from './registers/credit/credit-edition.ts';
import type { RegisterName } from './registers/register-name.ts';
import type { TreeRoot } from './tree/block.ts';

/** Uncompressed canonical bytes of blocks, by class and name. Names that are not stored are absent from the answer. */
export interface BlockReader {
  /** `take` is given each block as soon as it is there: work on it then fills the time of waiting for others. It must not throw. */
  read(blockClass: BlockClass, names: readonly string[], take?: TakeBlock): Promise<ReadonlyMap<string, Uint8Array>>;
}

/** Takes a block that was read. */
export type TakeBlock = (name: string, bytes: Uint8Array) => void;

/** A block and the name that its content gives it. */
export interface NamedBlock {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Puts blocks under their names; putting one twice changes nothing but its time of last touch. */
export interface BlockWriter {
  write(blockClass: BlockClass, blocks: readonly NamedBlock[]): Promise<void>;
}

/** Every tree of one register that one tier may read, and how their rows are laid out. */
export interface RegisterEdition {
  /** The number of the register's newest publication in this tier's line. */
  readonly seq: number;
  readonly publishedAt: string;
  /** Field names by class in stored order: where a field lies, and which class it had when it was built. */
  readonly layout: { readonly [C in FieldClass]?: readonly string[] };
  /** Names the rules by which classes depended on the record when it was built (privacy/exceptions.ts). */
  readonly exceptions?: string;
  /** Roots by tree name (`rows.open`, `superseded.enterprise`, `order.community`, `spatial`); null is an empty tree. */
  readonly trees: { readonly [name: string]: TreeRoot | null };
}

/** One consistent state of everything that one tier may read. Immutable. */
export interface Edition {
  readonly tier: Tier;
  readonly number: number;
  /** ISO instant; rises strictly along a line. */
  readonly at: string;
  readonly registers: { readonly [R in RegisterName]?: RegisterEdition };
}

/** One publication of a register as one tier's line numbers it. */
export interface PublicationRecord {
  readonly tier: Tier;
  readonly register: RegisterName;
  readonly seq: number;
  /** The edition of this line that the publication made; the one before it is the state that it changed. */
  readonly edition: number;
  readonly at: string;
  /** How many codes changed in what this tier may read. */
  readonly changes: number;
}

/** How one publication moves the lines whose trees changed. */
export interface LineMove {
  readonly editions: readonly Edition[];
  readonly publications: readonly PublicationRecord[];
  /** Name of the report object, kept with the newest edition. */
  readonly report: string | null;
}

/** What one publication makes visible at once, and the evidence that it leaves in the same transaction. */
export interface EditionMove extends LineMove {
  readonly leaves: readonly NewLeaf[];
}

/** Reads editions; all but the newest of a line never change. */
export interface EditionReader {
  latest(tier: Tier): Promise<Edition | null>;
  get(tier: Tier, number: number): Promise<Edition | null>;
  /** The newest edition whose time is not after `instant` (ISO), or null when there was none yet. */
  at(tier: Tier, instant: string): Promise<Edition | null>;
  /** Publications with `seq` above `since`, oldest first. */
  publications(tier: Tier, register: RegisterName, since: number): Promise<readonly PublicationRecord[]>;
}

/** Makes publications visible. */
export interface EditionMover {
  /** One transaction; `behind` when any line no longer stands one number below the edition given, and nothing is written. */
  move(move: EditionMove): Promise<'moved' | 'behind'>;
}

/** An API client; of its secret only an HMAC is stored. */
export interface Client {
  readonly id: string;
  readonly name: string;
  readonly tier: Tier;
  readonly subject: string | null;
  readonly secretHash: string;
  readonly createdAt: string;
  readonly revokedAt: string | null;
  /** When the key was replaced by which its secret was known: processes that started since know no such secret. Absent: it was not. */
  readonly rotatedAt?: string | undefined;
}

/** API clients by what is known of them. */
export interface ClientStore {
  bySecretHash(secretHash: string): Promise<Client | null>;
  list(): Promise<readonly Client[]>;
  put(client: Client): Promise<void>;
}

/** Outcome of spending from a budget: what is left now and when it is whole again (milliseconds since 1970). */
export interface Spending {
  readonly granted: boolean;
  readonly remaining: number;
  readonly resetAt: number;
}

/** A wish to spend `cost` of a budget of `burst` that refills at `perSecond` (GCRA); `now` in milliseconds. */
export interface SpendRequest {
  readonly key: string;
  readonly cost: number;
  readonly burst: number;
  readonly perSecond: number;
  readonly now: number;
}

/** Budgets that are spent by several processes at once. */
export interface LimitStore {
  /** Spends atomically; a cost of 0 only looks. */
  spend(request: SpendRequest): Promise<Spending>;
}

/** Which organisations each client watches. */
export interface WatchStore {
  /** Adds all of them, or none where the list would hold more than `most`; answers how many it holds then, or would hold. */
  add(client: string, subjects: readonly string[], most: number): Promise<number>;
  remove(client: string, subjects: readonly string[]): Promise<void>;
  /** By code. */
  list(client: string): Promise<readonly string[]>;
}

/** Sources, reports, exports: whole objects by name. */
export interface ObjectStore {
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Uint8Array | null>;
}

/** Blocks of one class by name. */
export interface BlockBatch {
  readonly blockClass: BlockClass;
  readonly names: readonly string[];
}

/** Removes blocks; days are counted from 1970-01-01, on the clock of the writer. */
export interface BlockSweeper {
  /** Blocks last put before the day `before`, in batches, in no order. */
  untouched(before: number): AsyncIterable<BlockBatch>;
  /** Removes those that are still so when they are removed, and answers how many. */
  remove(blockClass: BlockClass, names: readonly string[], before: number): Promise<number>;
}

/** Objects of a publication under way: also read in pieces, and put once. */
export interface WorkStore extends ObjectStore {
  /** `length` bytes from `start`; throws when the object is missing or ends before. */
  read(name: string, start: number, length: number): Promise<Uint8Array>;
  /** Puts an object unless one stands under the name; answers the bytes that stand then. */
  putOnce(name: string, bytes: Uint8Array): Promise<Uint8Array>;
}

/** One version of an uploaded object. */
export interface SourceObject {
  /** User metadata by name, in lower case. */
  readonly metadata: { readonly [name: string]: string };
  /** The content, streamed in pieces; throws when the version is no longer there. */
  bytes(): AsyncIterable<Uint8Array>;
}

/** Where source files arrive. */
export interface SourceStore {
  /** `version` null: the newest. Null when there is no such object. */
  open(name: string, version: string | null): Promise<SourceObject | null>;
}

/** All that a deployment keeps. Handlers are given only the ports that they need. */
export interface Store {
  readonly blocks: BlockReader & BlockWriter;
  readonly sweeper: BlockSweeper;
  readonly editions: EditionReader & EditionMover;
  readonly creditEditions: CreditEditions;
  readonly clients: ClientStore;
  readonly limits: LimitStore;
  readonly watches: WatchStore;
  readonly objects: ObjectStore;
  readonly evidence: EvidenceStore;
  /** Tiles and checkpoints of the evidence log: written once each, never changed. */
  readonly tiles: ObjectStore;
  close(): Promise<void>;
}

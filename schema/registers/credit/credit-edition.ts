import type { Day } from '../../dates/day.ts';
import type { NewLeaf } from '../../evidence/evidence-store.ts';
import type { TreeRoot } from '../../tree/block.ts';

/** The statements that may be shown on `day`, by `<subject> <end of publicity> <id>`. */
export interface PublicityTree {
  readonly day: Day;
  readonly root: TreeRoot | null;
}

/**
 * One state of the register of credit statements. Its line is its own: no number that any tier sees moves with it.
 * `publicity` is made ahead, for the day of the build and those that follow it at once, so that at midnight nothing has to be
 * taken out: the tree of the new day never held what is over.
 */
export interface CreditEdition {
  readonly number: number;
  /** ISO instant; rises strictly. */
  readonly at: string;
  /** The rules of publicity that the trees were made by. */
  readonly rules: string;
  /** Every statement that stands: by id, and by subject and id. */
  readonly statements: TreeRoot | null;
  readonly subjects: TreeRoot | null;
  /** `<day> <id>`: days on which publicity begins or ends. */
  readonly turns: TreeRoot | null;
  readonly publicity: readonly PublicityTree[];
  /** Statements whose publicity has not begun on the first of these days, keyed alike: for whoever reads when no later trees were made. */
  readonly waiting: TreeRoot | null;
}

/** The line of credit editions. */
export interface CreditEditions {
  latest(): Promise<CreditEdition | null>;
  /** An edition of before, whose blocks may have been swept; null when there is none of the number. */
  get(number: number): Promise<CreditEdition | null>;
  /** One transaction with the evidence of it; `behind` when the line no longer stands one number below `next`, and nothing is written. */
  move(next: CreditEdition, leaves: readonly NewLeaf[]): Promise<'moved' | 'behind'>;
}

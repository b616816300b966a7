import type { Day } from './dates/day.ts';
import type { Client, Edition, EditionReader } from './ports.ts';
import type { FieldClass } from './privacy/field-class.ts';
import type { Tier } from './privacy/tier.ts';
import type { Withholding } from './privacy/withholding.ts';
import type { CreditCaller, CreditPort } from './registers/credit/credit-port.ts';
import type { Blocks } from './tree/blocks.ts';

/** Who asks. A request without a key has no client and the tier PUBLIC. */
export interface Viewer {
  readonly tier: Tier;
  readonly client: Client | null;
}

/** Turns what a cursor says into text that only this service can make and read. */
export interface CursorSeal {
  seal(plain: string): string;
  /** null when the text was not sealed here. */
  open(text: string): string | null;
}

/** What a budget says after this request was paid. */
export interface LimitState {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: number;
}

/** All that one request may use, made once for it and for nothing else. */
export interface Context {
  readonly viewer: Viewer;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** The date in Asia/Shanghai when the request came in. */
  readonly today: Day;
  /** The newest edition of the viewer's line; number 0 and no registers while nothing was published. */
  readonly edition: Edition;
  readonly editions: EditionReader;
  /** Blocks of one class; throws for a class that the viewer's tier may not read. */
  readonly blocks: (fieldClass: FieldClass) => Blocks;
  readonly cursors: CursorSeal;
  /** Collects what is withheld, for `extensions.withheld`. */
  readonly withholding: Withholding;
  readonly limits: LimitState;
  /** The function that answers credit queries; the only way to statements, quotas and the log of queries. */
  readonly credit: CreditPort;
  readonly caller: CreditCaller;
}

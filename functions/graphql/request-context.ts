import type { Context, CursorSeal, Viewer } from '../../schema/context.ts';
import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import type { Edition, EditionReader } from '../../schema/ports.ts';
import type { CreditQueryPlace } from '../../schema/pricing/credit-queries.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import { createWithholding } from '../../schema/privacy/withholding.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import type { Sealer } from '../store/sealed-text.ts';
import { blocksForTier } from '../store/tier-blocks.ts';
import type { GraphqlRequest } from './graphql-request.ts';

/** What the steps of one request tell each other; shared by the copies that Apollo makes of a context. */
export interface Progress {
  /** Variables as coerced; null where they cannot be. */
  variables: { [name: string]: unknown } | null;
  /** Points, once known. */
  cost: number | null;
  /** True once blocks of government class were asked for: then the answer must not leave without evidence. */
  readsGovernment: boolean;
  /** Where the answer to the credit query of the request stands; null where there is none. */
  creditQuery: CreditQueryPlace | null;
  /** True once a credit query of the request was paid: then nothing beside it may take its answer away. */
  charged: boolean;
  /** Random bytes of the leaf that evidence of the request will be, once the answer names it; null: it names none. */
  leafRandom: Uint8Array | null;
  /** True when the errors and extensions of the answer are final. */
  finished: boolean;
}

/** The context of resolvers, with what the HTTP side keeps of the same request. */
export interface RequestContext extends Omit<Context, 'limits'> {
  limits: Context['limits'];
  readonly request: GraphqlRequest;
  readonly entityTag: string | null;
  readonly progress: Progress;
}

/** What contexts are made of; the same for all requests of a process. */
export interface ContextSources {
  readonly credit: Context['credit'];
  readonly editions: EditionReader;
  readonly blocks: Readonly<Record<FieldClass, Blocks>>;
  readonly sealer: Sealer;
}

/** Blocks of a tier, and a note in `progress` of whether those of government class were asked for. */
export function notedBlocks(blocks: Context['blocks'], progress: Pick<Progress, 'readsGovernment'>): Context['blocks'] {
  return (fieldClass) => {
    if (fieldClass === 'government') progress.readsGovernment = true;
    return blocks(fieldClass);
  };
}

/** The credit function, told what the caller calls his query, and a note in `progress` of whether that was paid. */
export function notedCredit(
  credit: Context['credit'],
  progress: Pick<Progress, 'charged'>,
  once: string | null,
): Context['credit'] {
  return {
    ...credit,
    reports: async (question) => {
      const outcomes = await credit.reports({ ...question, once });
      if (outcomes.some(({ receipt }) => receipt !== null)) progress.charged = true;
      return outcomes;
    },
    changes: async (question) => {
      const page = await credit.changes({ ...question, once });
      if (page.free !== true) progress.charged = true;
      return page;
    },
  };
}

/** The context of one request; its block port is made for the viewer's tier and can read nothing else. */
export async function createContext(
  { editions, blocks, sealer, credit }: ContextSources,
  viewer: Viewer,
  now: number,
): Promise<Omit<Context, 'limits' | 'caller'>> {
  const edition = (await editions.latest(viewer.tier)) ?? emptyEdition(viewer.tier);
  return {
    viewer,
    now,
    today: shanghaiDay(now),
    edition,
    editions,
    credit,
    blocks: blocksForTier(viewer.tier, blocks),
    cursors: cursorSeal(sealer),
    withholding: createWithholding(),
  };
}

/** What stands before anything was published. */
function emptyEdition(tier: Tier): Edition {
  return { tier, number: 0, at: '1970-01-01T00:00:00.000Z', registers: {} };
}

function cursorSeal(sealer: Sealer): CursorSeal {
  return { seal: (plain) => sealer.seal(plain, 'cursor'), open: (text) => sealer.open(text, 'cursor') };
}

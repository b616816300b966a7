import type { Store } from '../../../schema/ports.ts';
import { publicationBlocks } from '../publication-blocks.ts';
import { untilMoved } from '../until-moved.ts';
import { buildCredit } from './build-credit.ts';
import { creditLeaf } from './credit-evidence.ts';
import { nextInstant } from './publish-credit.ts';

/** What the daily run needs. */
export interface ExpiryRequest {
  /** Milliseconds. */
  readonly now: () => number;
  readonly folder: string;
}

/** What it did. */
export interface Expiry {
  readonly moved: boolean;
  readonly edition: number;
  /** Days for which the statements to show are now there, as days since 1970. */
  readonly days: readonly number[];
  readonly blocksWritten: number;
}

const nothing: Expiry = { moved: false, edition: 0, days: [], blocksWritten: 0 };

/** The daily run: moves statements whose publicity is over out of what is read, for today and the days to come. Again: nothing. */
export async function expireCredit(
  request: ExpiryRequest,
  store: Pick<Store, 'blocks' | 'creditEditions'>,
): Promise<Expiry> {
  return untilMoved('expire CREDIT', async () => {
    const base = await store.creditEditions.latest();
    if (base === null) return { answer: nothing, move: null };
    const blocks = publicationBlocks(store.blocks, false);
    const at = nextInstant(request.now(), base);
    const next = await buildCredit({ base, at, difference: null, blocks, folder: request.folder });
    await blocks.flush();
    const { number, publicity } = next ?? base;
    return {
      answer: {
        moved: next !== null,
        edition: number,
        days: publicity.map(({ day }) => day),
        blocksWritten: blocks.written,
      },
      move: next && (() => store.creditEditions.move(next, [creditLeaf(next, null)])),
    };
  });
}

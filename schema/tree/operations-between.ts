import type { TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import { beginsBlock, type Density } from './boundary.ts';
import type { Operation } from './entry.ts';
import type { KeyRange } from './key-range.ts';
import { leafStarts } from './leaf-starts.ts';

/** The tree that operations fall on. */
export interface StandingLeaves {
  readonly root: TreeRoot;
  readonly blocks: Blocks;
  readonly density: Density;
}

/**
 * The operations from the first cut at or after `lower` on, and before the first one at or after `upper`. A cut is the
 * first key of a standing leaf that begins there by its key alone and that no operation removes: no leaf, old or new,
 * lies on both sides of it.
 */
export async function* operationsBetween(
  batches: AsyncIterable<readonly Operation[]>,
  { lower, upper }: KeyRange,
  standing: StandingLeaves,
): AsyncGenerator<readonly Operation[]> {
  const start = lower === undefined ? null : await firstCut(lower, standing);
  const end = upper === undefined ? null : await firstCut(upper, standing);
  for await (const batch of batches) {
    const part: Operation[] = [];
    for (const operation of batch) {
      if (end !== null && (end.isReached(operation) ?? (await end.seek(operation)))) {
        yield part;
        return;
      }
      if (start === null || (start.isReached(operation) ?? (await start.seek(operation)))) part.push(operation);
    }
    if (part.length > 0) yield part;
  }
}

interface Cut {
  /** Whether the operation lies at the cut or behind it; undefined where it takes the key away that the cut was to be. */
  isReached(operation: Operation): boolean | undefined;
  /** Goes on to the next key that may be the cut. */
  seek(operation: Operation): Promise<boolean>;
}

async function firstCut(bound: string, { root, blocks, density }: StandingLeaves): Promise<Cut> {
  const starts = leafStarts(root, bound, blocks);
  const next = async (): Promise<string | null> => {
    for (;;) {
      const { value } = await starts.next();
      if (value === undefined || beginsBlock(value, 0, density)) return value ?? null;
    }
  };
  let key = await next();
  let passed = false;
  return {
    isReached([at, entry]) {
      if (passed) return true;
      if (key === null || at < key) return false;
      if (at === key && entry === null) return undefined;
      passed = true;
      return true;
    },
    async seek() {
      key = await next();
      return false;
    },
  };
}

import type { BlockReference } from './block.ts';
import type { IndexBlock } from './index-block.ts';
import type { LeafBlock } from './leaf-block.ts';

/** A piece of a long value's JSON. */
export interface OverflowBlock {
  readonly hash: string;
  readonly level: -1;
  readonly bytes: Uint8Array;
  readonly bytesHeld: number;
}

/** A decoded, verified block. Immutable, shared by all readers; `bytesHeld` is for caches to bound themselves by. */
export type Block = LeafBlock | IndexBlock | OverflowBlock;

/**
 * Where trees read: decoded blocks in the order of the references, one round trip a call. Throws a BrokenTreeError when
 * any is missing or altered.
 */
export type Blocks = (references: readonly BlockReference[]) => Promise<readonly Block[]>;

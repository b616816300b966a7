/** Where a block stands: its name (SHA-256, hex) and its level; leaves are 0, overflow pieces -1. */
export interface BlockReference {
  readonly hash: string;
  readonly level: number;
  /** Name of the block that lists this one, for errors; absent for the root of a tree. */
  readonly parent?: string;
}

/** A subtree as its parent (or an edition) names it. */
export interface Subtree extends BlockReference {
  readonly firstKey: string;
  readonly rows: number;
  /** Rows live on every day from `since` on; on an earlier day the subtree must be opened to count it. */
  readonly live: number;
  readonly since: number;
}

/** A whole tree; null stands for the empty one. */
export type TreeRoot = Subtree;

/** Takes every new block under its name; a promise is awaited before more blocks are made. */
export type BlockSink = (name: string, bytes: Uint8Array) => void | Promise<void>;

/** No block is larger, whatever the rows, in uncompressed bytes. */
export const maximumBlockBytes = 300_000;

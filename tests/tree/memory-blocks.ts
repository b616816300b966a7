import type { BlockReference, Subtree, TreeRoot } from '../../schema/tree/block.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { openIndexes } from '../../schema/tree/open.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';

/** Blocks in memory that remember what was asked of them. */
export class MemoryBlocks {
  readonly stored = new Map<string, Uint8Array>();
  /** Names put since `forget`. */
  readonly written: string[] = [];
  /** Round trips since `forget`. */
  readonly calls: (readonly BlockReference[])[] = [];
  readonly #verified: Blocks = verifiedBlocks(async (names) => {
    const found = new Map<string, Uint8Array>();
    for (const name of names) {
      const bytes = this.stored.get(name);
      if (bytes !== undefined) found.set(name, bytes);
    }
    return found;
  });

  readonly blocks: Blocks = (references) => {
    this.calls.push(references);
    return this.#verified(references);
  };

  readonly sink = (name: string, bytes: Uint8Array): void => {
    this.stored.set(name, bytes);
    this.written.push(name);
  };

  get readNames(): ReadonlySet<string> {
    return new Set(this.calls.flat().map((reference) => reference.hash));
  }

  /** True for a piece of a long value: leaves and index blocks begin with a line of their own. */
  isPiece(name: string): boolean {
    return this.stored.get(name)?.[1] !== 0x0a;
  }

  forget(): void {
    this.written.length = 0;
    this.calls.length = 0;
  }
}

/** Everything that a stream yields. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** All subtrees of a tree, level by level from the leaves (place 0) up, each level in key order. */
export async function levelsOf(root: TreeRoot | null, blocks: Blocks): Promise<readonly (readonly Subtree[])[]> {
  const levels: (readonly Subtree[])[] = root === null ? [] : [[root]];
  for (let level = root?.level ?? 0; level > 0; level--) {
    const above = await openIndexes(levels[0] ?? [], blocks);
    levels.unshift(above.flatMap((block) => block.children));
  }
  return levels;
}

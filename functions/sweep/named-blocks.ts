import type { EditionReader, Store } from '../../schema/ports.ts';
import { type BlockClass, blockClasses } from '../../schema/privacy/block-class.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import { classOfTree } from '../../schema/publication/next-editions.ts';
import type { Subtree, TreeRoot } from '../../schema/tree/block.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { openIndexes, openLeaves } from '../../schema/tree/open.ts';
import { windows } from '../../schema/tree/windows.ts';
import { creditRoots } from './credit-roots.ts';

/** Names of blocks by class. */
export type BlockNames = { readonly [C in BlockClass]: ReadonlySet<string> };

const readAtOnce = 64;

/**
 * Every block that any edition of the tiers' lines names, and those that credit editions name which are still read at `now`. A subtree
 * that several name is walked once.
 */
export async function namedBlocks(
  { editions, creditEditions }: Pick<Store, 'editions' | 'creditEditions'>,
  blocks: (blockClass: BlockClass) => Blocks,
  now: number,
): Promise<BlockNames> {
  const named = Object.fromEntries(blockClasses.map((of) => [of, new Set<string>()])) as Record<
    BlockClass,
    Set<string>
  >;
  for await (const root of creditRoots(creditEditions, now))
    await markBelow([root], { blocks: blocks('credit'), seen: named.credit, opensLeaves: true });
  for await (const [tree, root] of rootsOf(editions)) {
    const of = classOfTree(tree);
    // Entries of orders are keys and nothing else: no piece of a long value hangs on their leaves.
    const walk = { blocks: blocks(of), seen: named[of], opensLeaves: !tree.startsWith('order.') };
    await markBelow([root], walk);
  }
  return named;
}

async function* rootsOf(editions: EditionReader): AsyncGenerator<readonly [tree: string, root: TreeRoot]> {
  for (const tier of tiers) {
    const newest = await editions.latest(tier);
    for (let number = newest?.number ?? 0; number > 0; number -= 1) {
      const edition = await editions.get(tier, number);
      if (edition === null) throw new Error(`Cannot sweep: edition ${number} of ${tier} must be there, is not`);
      for (const { trees } of Object.values(edition.registers))
        for (const [tree, root] of Object.entries(trees)) if (root !== null) yield [tree, root];
    }
  }
}

interface Walk {
  readonly blocks: Blocks;
  readonly seen: Set<string>;
  readonly opensLeaves: boolean;
}

async function markBelow(subtrees: readonly Subtree[], walk: Walk): Promise<void> {
  const fresh = subtrees.filter(({ hash }) => !walk.seen.has(hash));
  for await (const window of windows(fresh, readAtOnce)) {
    for (const { hash } of window) walk.seen.add(hash);
    if (window[0]?.level === 0) {
      if (walk.opensLeaves) await markPieces(window, walk);
    } else {
      for (const block of await openIndexes(window, walk.blocks)) await markBelow(block.children, walk);
    }
  }
}

async function markPieces(leaves: readonly Subtree[], { blocks, seen }: Walk): Promise<void> {
  for (const leaf of await openLeaves(leaves, blocks)) for (const { hash } of leaf.pieces()) seen.add(hash);
}

import type { BlockReference, Subtree } from './block.ts';
import type { Block, Blocks, OverflowBlock } from './blocks.ts';
import { brokenTree } from './broken-tree.ts';
import { IndexBlock } from './index-block.ts';
import { LeafBlock } from './leaf-block.ts';

/** Reads leaves in one round trip and checks each against what its parent says. */
export async function openLeaves(subtrees: readonly Subtree[], blocks: Blocks): Promise<readonly LeafBlock[]> {
  const read = await readAll(subtrees, blocks);
  return subtrees.map((subtree, at) => {
    const block = read[at];
    if (block instanceof LeafBlock) return placed(subtree, block);
    throw brokenTree('MISPLACED', subtree, 'must be a leaf, is another kind of block');
  });
}

/** Reads index blocks in one round trip and checks each against what its parent says. */
export async function openIndexes(subtrees: readonly Subtree[], blocks: Blocks): Promise<readonly IndexBlock[]> {
  const read = await readAll(subtrees, blocks);
  return subtrees.map((subtree, at) => {
    const block = read[at];
    if (block instanceof IndexBlock) return placed(subtree, block);
    throw brokenTree('MISPLACED', subtree, 'must be an index block, is another kind of block');
  });
}

/** Reads pieces of long values in one round trip. */
export async function openPieces(pieces: readonly BlockReference[], blocks: Blocks): Promise<readonly OverflowBlock[]> {
  const read = await readAll(pieces, blocks);
  return pieces.map((piece, at) => {
    const block = read[at];
    if (block !== undefined && !(block instanceof LeafBlock) && !(block instanceof IndexBlock)) return block;
    throw brokenTree('MISPLACED', piece, 'must be a piece of a value, is another kind of block');
  });
}

async function readAll(references: readonly BlockReference[], blocks: Blocks): Promise<readonly Block[]> {
  const read = references.length === 0 ? [] : await blocks(references);
  references.forEach((reference, at) => {
    const found = read[at];
    if (found === undefined) throw brokenTree('MISSING', reference, 'must be stored, is missing');
    if (found.hash === reference.hash && found.level === reference.level) return;
    throw brokenTree('MISPLACED', reference, `the store answered with block "${found.hash}" of level ${found.level}`);
  });
  return read;
}

function placed<B extends LeafBlock | IndexBlock>(subtree: Subtree, block: B): B {
  const { firstKey, rows } = subtree;
  if (block.firstKey !== firstKey) {
    throw brokenTree('MISPLACED', subtree, `first key must be "${firstKey}", is "${block.firstKey}"`);
  }
  if (block.rows !== rows) throw brokenTree('MISPLACED', subtree, `rows must be ${rows}, are ${block.rows}`);
  return block;
}

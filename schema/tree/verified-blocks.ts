import type { BlockReference } from './block.ts';
import { blockName } from './block-name.ts';
import type { Block, Blocks } from './blocks.ts';
import { brokenTree } from './broken-tree.ts';
import { IndexBlock } from './index-block.ts';
import { LeafBlock } from './leaf-block.ts';

/** Reads raw canonical bytes by name; names that are not stored are absent from the answer. */
export type ReadBytes = (names: readonly string[]) => Promise<ReadonlyMap<string, Uint8Array>>;

/** Makes the reading port over raw bytes: asks for each name once a call and believes no byte that its name does not prove. */
export function verifiedBlocks(readBytes: ReadBytes): Blocks {
  return async (references) => {
    if (references.length === 0) return [];
    const found = await readBytes([...new Set(references.map((reference) => reference.hash))]);
    return references.map((reference) => decodeBlock(reference, found.get(reference.hash)));
  };
}

/** Checks and decodes one block; undefined bytes are a missing block. */
export function decodeBlock(reference: BlockReference, bytes: Uint8Array | undefined): Block {
  const { hash, level } = reference;
  if (bytes === undefined) throw brokenTree('MISSING', reference, 'must be stored, is missing');
  const name = blockName(level, bytes);
  if (name !== hash) throw brokenTree('ALTERED', reference, `its bytes must have its name, have "${name}"`);
  if (level < 0) return { hash, level: -1, bytes, bytesHeld: bytes.length + 100 };
  return level === 0 ? new LeafBlock(reference, bytes) : new IndexBlock(reference, bytes);
}

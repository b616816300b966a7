import type { BlockReference } from './block.ts';
import { blockName } from './block-name.ts';
import type { Block, Blocks } from './blocks.ts';
import { brokenTree } from './broken-tree.ts';
import { IndexBlock } from './index-block.ts';
import { LeafBlock } from './leaf-block.ts';

/** Reads raw canonical bytes by name; names that are not stored are absent from the answer. `take` may be given each before. */
export type ReadBytes = (
  names: readonly string[],
  take: (name: string, bytes: Uint8Array) => void,
) => Promise<ReadonlyMap<string, Uint8Array>>;

/** Makes the reading port over raw bytes: asks for each name once a call and believes no byte that its name does not prove. */
export function verifiedBlocks(readBytes: ReadBytes): Blocks {
  return async (references) => {
    if (references.length === 0) return [];
    const wanted = new Map(references.map((reference) => [reference.hash, reference]));
    const decoded = new Map<string, Block>();
    const take = (name: string, bytes: Uint8Array) => {
      const block = decodedAhead(wanted.get(name), bytes);
      if (block !== null) decoded.set(name, block);
    };
    const found = await readBytes([...wanted.keys()], take);
    return references.map((reference) => {
      const known = decoded.get(reference.hash);
      return known?.level === reference.level ? known : decodeBlock(reference, found.get(reference.hash));
    });
  };
}

/** Null for a block that is not as it must be: that is told in the order of those asked for, when all are there. */
function decodedAhead(reference: BlockReference | undefined, bytes: Uint8Array): Block | null {
  try {
    return reference === undefined ? null : decodeBlock(reference, bytes);
  } catch {
    return null;
  }
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

import { classBlocks } from '../../functions/store/class-blocks.ts';
import type { BlockReader } from '../../schema/ports.ts';
import { type FieldClass, fieldClasses } from '../../schema/privacy/field-class.ts';
import type { BlockReference } from '../../schema/tree/block.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';

/** The caches of a handler, which can be emptied. */
export interface EmptiedBlocks {
  readonly blocks: Readonly<Record<FieldClass, Blocks>>;
  /** Empties them of all but index blocks, which a handler reads ahead when it meets an edition. */
  empty(): Promise<void>;
}

/** Caches as a handler has them; who holds them goes on with new ones when they were emptied. */
export function emptiedBlocks(reader: BlockReader, cacheBytes: number): EmptiedBlocks {
  let caches = classBlocks(reader, cacheBytes);
  const indexes = new Map<FieldClass, Map<string, BlockReference>>();
  const through = (fieldClass: FieldClass) => {
    const met = new Map<string, BlockReference>();
    indexes.set(fieldClass, met);
    const blocks: Blocks = (references) => {
      for (const reference of references) if (reference.level > 0) met.set(reference.hash, reference);
      return caches[fieldClass](references);
    };
    return [fieldClass, blocks] as const;
  };
  return {
    blocks: Object.fromEntries(fieldClasses.map(through)) as Record<FieldClass, Blocks>,
    empty: async () => {
      caches = classBlocks(reader, cacheBytes);
      for (const [fieldClass, met] of indexes) await caches[fieldClass]([...met.values()]);
    },
  };
}

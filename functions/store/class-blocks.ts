import type { BlockReader } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';
import { cachedBlocks, type LookupListener } from './block-cache.ts';
import { joinedReads } from './joined-reads.ts';

/** Parts of the cache's memory, in sum 1: nearly all reading is of open fields. */
const shares = { open: 0.7, registered: 0.1, enterprise: 0.1, government: 0.1 } satisfies Record<FieldClass, number>;

/** Verified blocks of every field class, each with a cache of its own; together the caches hold at most `cacheBytes`. */
export function classBlocks(
  reader: BlockReader,
  cacheBytes: number,
  onLookup?: LookupListener,
): Readonly<Record<FieldClass, Blocks>> {
  const blocksOf = (fieldClass: FieldClass) =>
    cachedBlocks(
      joinedReads(verifiedBlocks((names, take) => reader.read(fieldClass, names, take))),
      cacheBytes * shares[fieldClass],
      onLookup,
    );
  return {
    open: blocksOf('open'),
    registered: blocksOf('registered'),
    enterprise: blocksOf('enterprise'),
    government: blocksOf('government'),
  };
}

import type { BlockReader, BlockWriter, NamedBlock, TakeBlock } from '../../../schema/ports.ts';
import type { Clock } from '../../platform/clock.ts';
import { packBlock, unpackBlock } from '../block-codec.ts';
import { chunksOf } from '../chunks-of.ts';
import { type Item, maximumItemBytes } from './attributes.ts';
import { batchGet } from './batch-get.ts';
import { batchPut } from './batch-write.ts';
import { type BlockShelf, blockShelf } from './block-shelf.ts';
import type { Connection } from './connect.ts';

/** So many blocks are compressed before they are sent: bounds memory, and keeps all connections busy. */
const blocksAtOnce = 200;
const dayMilliseconds = 86_400_000;

/** The block ports on DynamoDB; `clock` dates the last touch of a block, by day. */
export function dynamodbBlocks(connection: Connection, clock: Clock): BlockReader & BlockWriter {
  return {
    read: (blockClass, names, told = () => {}) => {
      const shelf = blockShelf(connection.tables, blockClass);
      return readBlocks(connection, { ...shelf, names: [...new Set(names)], told });
    },
    write: async (blockClass, blocks) => {
      const { table, keyOf } = blockShelf(connection.tables, blockClass);
      for (const batch of chunksOf(distinct(blocks), blocksAtOnce)) {
        const touchedOn = { N: String(Math.floor(clock() / dayMilliseconds)) };
        const items = batch.map((block) => ({ ...keyOf(block.name), touchedOn, bytes: { B: packForItem(block) } }));
        await batchPut(connection, table, items);
      }
    },
  };
}

interface Wanted extends BlockShelf {
  readonly names: readonly string[];
  readonly told: TakeBlock;
}

/** Reads at half price first; what that misses may have been written a moment ago, and is asked for consistently. */
async function readBlocks(connection: Connection, { table, keyOf, nameOf, names, told }: Wanted) {
  const found = new Map<string, Uint8Array>();
  for (const consistent of [false, true]) {
    const keys = names.filter((name) => !found.has(name)).map(keyOf);
    if (keys.length === 0) break;
    const take = (item: Item) => {
      const name = nameOf(item);
      const bytes = unpackBlock(name, item.bytes?.B ?? new Uint8Array());
      found.set(name, bytes);
      told(name, bytes);
    };
    await batchGet(connection, { table, keys, consistent, take });
  }
  return found;
}

/** A batch may not hold one key twice. */
function distinct(blocks: readonly NamedBlock[]): NamedBlock[] {
  return [...new Map(blocks.map((block) => [block.name, block])).values()];
}

function packForItem(block: NamedBlock): Uint8Array {
  const stored = packBlock(block);
  // 200 bytes cover key, date and attribute names.
  const most = maximumItemBytes - 200;
  if (stored.length > most)
    throw new Error(
      `Cannot write block "${block.name}": compressed size must be at most ${most} bytes, is ${stored.length}`,
    );
  return stored;
}

import type { BlockClass } from '../../../schema/privacy/block-class.ts';
import { type Item, textOf } from './attributes.ts';
import type { TableNames } from './tables.ts';

/** A table of blocks, and their keys in it. */
export interface BlockShelf {
  readonly table: string;
  keyOf(name: string): Item;
  nameOf(item: Item): string;
}

/** Where blocks of a class lie, and under which keys: a restricted block's key begins with its class. */
export function blockShelf(tables: TableNames, blockClass: BlockClass): BlockShelf {
  if (blockClass === 'open')
    return {
      table: tables.openBlocks,
      keyOf: (name) => ({ name: { S: name } }),
      nameOf: (item) => textOf(item, 'name'),
    };
  return {
    table: tables.restrictedBlocks,
    keyOf: (name) => ({ classAndName: { S: `${blockClass}/${name}` } }),
    nameOf: (item) => textOf(item, 'classAndName').slice(blockClass.length + 1),
  };
}

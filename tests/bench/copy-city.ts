import type { Edition, Store } from '../../schema/ports.ts';
import type { FieldClass } from '../../schema/privacy/field-class.ts';
import { fieldClasses } from '../../schema/privacy/field-class.ts';
import { type Tier, tiers } from '../../schema/privacy/tier.ts';
import { type RegisterName, registerNames } from '../../schema/registers/register-name.ts';
import type { TreeRoot } from '../../schema/tree/block.ts';
import { references } from '../../schema/tree/references.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';

const blocksAtOnce = 200;

/** A tree of an edition, and the class of its blocks. */
export interface CityTree {
  readonly register: RegisterName;
  readonly name: string;
  readonly fieldClass: FieldClass;
  readonly root: TreeRoot;
}

/** The trees of an edition that are not empty; orders and indexes are open. */
export function treesOf(edition: Edition): CityTree[] {
  return Object.entries(edition.registers).flatMap(([register, { trees }]) =>
    Object.entries(trees).flatMap(([name, root]) => {
      const fieldClass = fieldClasses.find((one) => name.endsWith(`.${one}`)) ?? 'open';
      return root === null ? [] : [{ register: register as RegisterName, name, fieldClass, root }];
    }),
  );
}

/** The names of a tree's blocks, each once. */
export async function namesOf({ fieldClass, root }: CityTree, { blocks }: Pick<Store, 'blocks'>): Promise<Set<string>> {
  const names = new Set<string>();
  const reader = verifiedBlocks((wanted) => blocks.read(fieldClass, wanted));
  for await (const { hash } of references(root, reader)) names.add(hash);
  return names;
}

/**
 * Copies every edition of a city, and the blocks of its newest ones: all that questions without `knownAt` read.
 * `wanted` may leave out the blocks of some trees.
 */
export async function copyCity(from: Store, to: Store, wanted: (tree: CityTree) => boolean): Promise<void> {
  const newest = await from.editions.latest('GOVERNMENT');
  if (newest === null) return;
  for (const tree of treesOf(newest)) {
    if (wanted(tree)) await copyBlocks(tree, from, to);
  }
  for (const tier of tiers) await copyEditions(tier, from, to);
}

async function copyBlocks(tree: CityTree, from: Store, to: Store): Promise<void> {
  const names = [...(await namesOf(tree, from))];
  for (let place = 0; place < names.length; place += blocksAtOnce) {
    const blocks = await from.blocks.read(tree.fieldClass, names.slice(place, place + blocksAtOnce));
    await to.blocks.write(
      tree.fieldClass,
      [...blocks].map(([name, bytes]) => ({ name, bytes })),
    );
  }
}

async function copyEditions(tier: Tier, from: Store, to: Store): Promise<void> {
  const newest = (await from.editions.latest(tier))?.number ?? 0;
  const records = await Promise.all(registerNames.map((register) => from.editions.publications(tier, register, 0)));
  for (let number = 1; number <= newest; number += 1) {
    const edition = await from.editions.get(tier, number);
    if (edition === null) throw new Error(`Cannot copy edition ${number} of ${tier}: the store must have it`);
    const publications = records.flat().filter((record) => record.edition === number);
    await to.editions.move({ editions: [edition], publications, report: null, leaves: [] });
  }
}

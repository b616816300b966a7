import { packBlock } from '../../functions/store/block-codec.ts';
import type { Store } from '../../schema/ports.ts';
import type { CityTree } from './copy-city.ts';
import { namesOf, treesOf } from './copy-city.ts';
import { type Figure, limited } from './figure.ts';
import type { Workbench } from './workbench.ts';

/** (g) Stored bytes a house: the blocks of all classes and orders of the newest edition, over its rows. */
export async function benchBytes(bench: Workbench): Promise<readonly Figure[]> {
  const figures: Figure[] = [];
  for (const houses of [100_000, 1_000_000]) {
    const store = await bench.sqlite(houses);
    const edition = await store.editions.latest('GOVERNMENT');
    const trees = edition === null ? [] : treesOf(edition).filter((tree) => tree.register === 'HOUSES');
    const rows = trees.find((tree) => tree.name === 'rows.open')?.root.rows ?? 0;
    const sizes = new Map<string, number>();
    for (const tree of trees) sizes.set(tree.name, await bytesOf(tree, store));
    const all = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0);
    const shares = [...sizes].map(([name, bytes]) => `${name} ${(bytes / rows).toFixed(1)}`);
    bench.notes.push(`bytes at ${houses.toLocaleString('en')} houses: ${shares.join(', ')}`);
    const metric = `stored a row of ${houses.toLocaleString('en')} houses, all classes and orders`;
    figures.push(limited({ name: 'bytes', metric, unit: 'bytes', value: all / rows }, { most: 80 }));
  }
  return figures;
}

async function bytesOf(tree: CityTree, store: Store): Promise<number> {
  const names = [...(await namesOf(tree, store))];
  const blocks = await store.blocks.read(tree.fieldClass, names);
  return [...blocks].reduce((sum, [name, bytes]) => sum + packBlock({ name, bytes }).length, 0);
}

import { shanghaiDay } from '../../schema/dates/shanghai-day.ts';
import type { Edition, Store } from '../../schema/ports.ts';
import { codeOfKey } from '../../schema/publication/class-rows.ts';
import { liveOn } from '../../schema/tree/entry.ts';
import { scanLeaves } from '../../schema/tree/scan.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';

/** Codes of the present houses, a list for each leaf of their open rows. */
export async function codesByLeaf(store: Store): Promise<readonly (readonly string[])[]> {
  const edition: Edition | null = await store.editions.latest('PUBLIC');
  const root = edition?.registers.HOUSES?.trees['rows.open'] ?? null;
  const today = shanghaiDay(Date.now());
  const blocks = verifiedBlocks((names) => store.blocks.read('open', names));
  const leaves: string[][] = [];
  for await (const leaf of scanLeaves(root, {}, blocks)) {
    leaves.push(leaf.filter((entry) => liveOn(entry, today)).map(([key]) => codeOfKey(key)));
  }
  return leaves.filter((codes) => codes.length > 0);
}

/** `count` of them, spread by chance, always the same ones. */
export function sampled<Value>(values: readonly Value[], count: number, random: () => number): readonly Value[] {
  const drawn = new Set<Value>();
  while (drawn.size < Math.min(count, values.length)) {
    const value = values[Math.floor(random() * values.length)];
    if (value !== undefined) drawn.add(value);
  }
  return [...drawn];
}

/** The community of the sample with the most houses: at least a page of them. */
export async function largeCommunity(store: Store): Promise<string> {
  const counts = new Map<string, number>();
  for (const code of (await codesByLeaf(store)).flat()) {
    const community = code.slice(0, 12);
    counts.set(community, (counts.get(community) ?? 0) + 1);
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one);
  if (most === undefined) throw new Error('Cannot find a community: the city must have houses');
  return most[0];
}

import type { TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import type { Entry } from './entry.ts';
import { exactly, type KeyRange, startingWith } from './key-range.ts';
import { lookUp } from './look-up.ts';

/** The entry at each key, null where there is none; keys in any order, duplicates allowed. */
export async function getMany(
  root: TreeRoot | null,
  keys: readonly string[],
  blocks: Blocks,
): Promise<readonly (Entry | null)[]> {
  const found = await lookUpAll(root, keys, exactly, blocks);
  return keys.map((key) => found.get(key)?.[0] ?? null);
}

/** All entries whose key starts with each prefix, in key order; prefixes in any order, duplicates allowed. */
export async function getGroups(
  root: TreeRoot | null,
  prefixes: readonly string[],
  blocks: Blocks,
): Promise<readonly (readonly Entry[])[]> {
  const found = await lookUpAll(root, prefixes, startingWith, blocks);
  return prefixes.map((prefix) => found.get(prefix) ?? []);
}

async function lookUpAll(
  root: TreeRoot | null,
  texts: readonly string[],
  rangeOf: (text: string) => KeyRange,
  blocks: Blocks,
): Promise<ReadonlyMap<string, readonly Entry[]>> {
  if (root === null || texts.length === 0) return new Map();
  const distinct = [...new Set(texts)].sort();
  const found = await lookUp(root, distinct.map(rangeOf), blocks);
  return new Map(distinct.map((text, at) => [text, found[at] ?? []]));
}

import type { TreeRoot } from '../tree/block.ts';
import type { Blocks } from '../tree/blocks.ts';
import { countAtMost } from '../tree/count-at-most.ts';
import type { Entry } from '../tree/entry.ts';
import { getGroups, getMany } from '../tree/get.ts';
import type { KeyRange } from '../tree/key-range.ts';
import { page } from '../tree/page.ts';
import { codeOfKey } from './as-of.ts';

/** From so many look-ups on it pays to ask whether they are neighbours. */
const worthAsking = 64;
/** Rows that may lie between for each one that is wanted. */
const slack = 2;
const space = 0x20;

/** All rows of each code, in order of time. Codes that are neighbours in the tree are read as the one span that they are. */
export async function rowsByCodes(
  root: TreeRoot | null,
  codes: readonly string[],
  blocks: Blocks,
): Promise<readonly (readonly Entry[])[]> {
  const rises = codes.every((code, place) => place === 0 || (codes[place - 1] ?? '') < code);
  const span = await readSpan(root, codes, { blocks, rises });
  if (span === null)
    return getGroups(
      root,
      codes.map((code) => `${code} `),
      blocks,
    );
  if (rises) return mergeJoin(span, codes);
  const groups = new Map<string, Entry[]>();
  for (const entry of span) {
    const code = codeOfKey(entry[0]);
    const group = groups.get(code);
    if (group === undefined) groups.set(code, [entry]);
    else group.push(entry);
  }
  return codes.map((code) => groups.get(code) ?? []);
}

/** The same for codes that rise, as those of most orders do: both sides are gone through once, and no text is cut or hashed. */
function mergeJoin(span: readonly Entry[], codes: readonly string[]): readonly (readonly Entry[])[] {
  let place = 0;
  return codes.map((code) => {
    let rows: Entry[] | null = null;
    for (let entry = span[place]; entry !== undefined; entry = span[++place]) {
      const key = entry[0];
      if (key.startsWith(code) && key.charCodeAt(code.length) === space) {
        if (rows === null) rows = [entry];
        else rows.push(entry);
      } else if (rows !== null || key > code) break;
    }
    return rows ?? [];
  });
}

/** The entry at each key, null where there is none, likewise. */
export async function entriesAt(
  root: TreeRoot | null,
  keys: readonly string[],
  blocks: Blocks,
): Promise<readonly (Entry | null)[]> {
  const span = await readSpan(root, keys, { blocks, rises: false });
  if (span === null) return getMany(root, keys, blocks);
  const byKey = new Map(span.map((entry) => [entry[0], entry]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** Everything from the least to the greatest of `texts`, unless too much lies between them. */
async function readSpan(
  root: TreeRoot | null,
  texts: readonly string[],
  { blocks, rises }: { readonly blocks: Blocks; readonly rises: boolean },
): Promise<readonly Entry[] | null> {
  if (root === null || texts.length < worthAsking) return null;
  let [least = '', greatest = ''] = [texts[0], texts.at(-1)];
  for (const text of rises ? [] : texts) {
    if (text < least) least = text;
    if (text > greatest) greatest = text;
  }
  const range = { lower: least, upper: `${greatest}~` };
  const rows = await rowsBetween(root, range, texts.length, blocks);
  if (rows === null) return null;
  return rows === 0 ? [] : (await page(root, { ...range, limit: rows }, blocks)).entries;
}

/** How many rows lie in a range, those at its edges included; null where they are many more than are wanted of it. */
export async function rowsBetween(
  root: TreeRoot | null,
  range: KeyRange,
  wanted: number,
  blocks: Blocks,
): Promise<number | null> {
  const rows = await countAtMost(root, range, blocks);
  return rows > slack * (wanted + worthAsking) ? null : rows;
}

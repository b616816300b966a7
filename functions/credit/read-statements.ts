import type { Day } from '../../schema/dates/day.ts';
import type { BlockReader } from '../../schema/ports.ts';
import type { CreditEdition } from '../../schema/registers/credit/credit-edition.ts';
import { type StoredStatement, shownAbout, statementOf } from '../../schema/registers/credit/entries.ts';
import type { TreeRoot } from '../../schema/tree/block.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { startingWith } from '../../schema/tree/key-range.ts';
import { lookUp } from '../../schema/tree/look-up.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';

/** Where statements are read from, by whom, and for which day. */
export interface StatementSource {
  readonly edition: CreditEdition | null;
  readonly blocks: BlockReader;
  readonly today: Day;
  /** An authority sees what is no longer shown, too. */
  readonly whole: boolean;
}

/**
 * The statements about each subject. No block cache stands between, and the number of calls of the block port is that of the
 * levels of the tree, whoever is asked about and whatever is found: calls, names and sizes depend only on what may be shown.
 */
export async function readStatements(
  subjects: readonly string[],
  { edition, blocks, today, whole }: StatementSource,
): Promise<ReadonlyMap<string, readonly StoredStatement[]>> {
  const root = rootOf(edition, today, whole);
  const sorted = [...subjects].sort();
  if (root === null) return new Map(sorted.map((subject) => [subject, []]));
  const read = evenly(
    verifiedBlocks((names) => blocks.read('credit', names)),
    root,
  );
  const ranges = sorted.map((subject) => (whole ? startingWith(`${subject} `) : shownAbout(subject, today)));
  const found = await lookUp(root, ranges, read.blocks);
  await read.finish();
  return new Map(sorted.map((subject, place) => [subject, (found[place] ?? []).map(statementOf)]));
}

/** The tree made for today, or the last one made before; what ended since lies in front of where reading begins. */
function rootOf(edition: CreditEdition | null, today: Day, whole: boolean): TreeRoot | null {
  if (edition === null) return null;
  const made = edition.publicity.findLast(({ day }) => day <= today);
  if (made === undefined)
    throw new Error(`Cannot read credit statements: the clock must not lie before edition ${edition.number}, does`);
  return whole ? edition.subjects : made.root;
}

/** A subject before all others is known to be absent one level early: the calls that are left are made all the same. */
function evenly(blocks: Blocks, root: TreeRoot): { readonly blocks: Blocks; finish(): Promise<void> } {
  let calls = 0;
  const counted: Blocks = (references) => {
    calls += 1;
    return blocks(references);
  };
  return {
    blocks: counted,
    finish: async () => {
      while (calls <= root.level) await counted([root]);
    },
  };
}

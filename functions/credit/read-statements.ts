import type { Day } from '../../schema/dates/day.ts';
import type { BlockReader } from '../../schema/ports.ts';
import type { CreditEdition } from '../../schema/registers/credit/credit-edition.ts';
import { type StoredStatement, shownAbout, statementOf } from '../../schema/registers/credit/entries.ts';
import type { TreeRoot } from '../../schema/tree/block.ts';
import type { Block, Blocks } from '../../schema/tree/blocks.ts';
import { startingWith } from '../../schema/tree/key-range.ts';
import { lookUp } from '../../schema/tree/look-up.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';
import type { RootsAtHand } from './roots-at-hand.ts';

/** Where statements are read from, by whom, and for which day. */
export interface StatementSource {
  readonly edition: CreditEdition | null;
  readonly blocks: BlockReader;
  readonly today: Day;
  /** An authority sees what is no longer shown, too. */
  readonly whole: boolean;
  /** Without them each level waits for the one above it. */
  readonly rootsAtHand?: RootsAtHand;
}

/**
 * The statements about each subject. No block cache stands between, and the number of calls of the block port is that of the
 * levels of the tree, or one fewer where its root is at hand (roots-at-hand.ts), whoever is asked about and whatever is found. For
 * the days that trees were made for, names and sizes depend only on what may be shown. Beyond them they do not: what is read then
 * holds what ended since and what has not begun. The daily run keeps that from coming (docs/decisions.md, "Statements to show are
 * made ahead"); if it fails, alarm `ExpireErrors` rings, and `npm run expire` does the same by hand.
 */
export async function readStatements(
  subjects: readonly string[],
  { edition, blocks, today, whole, rootsAtHand: roots }: StatementSource,
): Promise<ReadonlyMap<string, readonly StoredStatement[]>> {
  const read = (names: readonly string[]) => blocks.read('credit', names);
  const sorted = [...subjects].sort();
  const ranges = sorted.map((subject) => (whole ? startingWith(`${subject} `) : shownAbout(subject, today)));
  const found = new Map<string, readonly StoredStatement[]>();
  for (const root of edition === null ? [] : rootsOf(edition, today, whole)) {
    const even = evenly(verifiedBlocks(roots?.ahead(read, root, ranges) ?? read), root);
    const groups = await lookUp(root, ranges, even.blocks);
    roots?.note(await even.finish());
    sorted.forEach((subject, place) => {
      found.set(subject, joined(found.get(subject), (groups[place] ?? []).map(statementOf)));
    });
  }
  return new Map(sorted.map((subject) => [subject, found.get(subject) ?? []]));
}

/** Each statement once, as it was found last. */
function joined(
  before: readonly StoredStatement[] | undefined,
  found: readonly StoredStatement[],
): readonly StoredStatement[] {
  if (before === undefined) return found;
  return [...new Map([...before, ...found].map((statement) => [statement.record.id, statement])).values()];
}

/**
 * The tree made for today. Where none was (the daily run has not come for days) the last one made before, in which what ended
 * since lies in front of where reading begins, and with it what had not begun then: the gate decides of each.
 */
function rootsOf(edition: CreditEdition, today: Day, whole: boolean): readonly TreeRoot[] {
  const made = edition.publicity.findLast(({ day }) => day <= today);
  if (made === undefined)
    throw new Error(`Cannot read credit statements: the clock must not lie before edition ${edition.number}, does`);
  const late = made.day < today ? [edition.waiting] : [];
  const roots = whole ? [edition.subjects] : [made.root, ...late];
  return roots.filter((root) => root !== null);
}

/** A subject before all others is known to be absent one level early: the calls that are left are made all the same. Ends with the root. */
function evenly(blocks: Blocks, root: TreeRoot): { readonly blocks: Blocks; finish(): Promise<readonly Block[]> } {
  let calls = 0;
  let first: readonly Block[] = [];
  const counted: Blocks = async (references) => {
    calls += 1;
    const found = await blocks(references);
    if (references[0] === root) first = found;
    return found;
  };
  return {
    blocks: counted,
    finish: async () => {
      while (calls <= root.level) await counted([root]);
      return first;
    },
  };
}

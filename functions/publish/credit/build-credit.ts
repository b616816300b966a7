import type { Day } from '../../../schema/dates/day.ts';
import { shanghaiDay } from '../../../schema/dates/shanghai-day.ts';
import type { CreditEdition, PublicityTree } from '../../../schema/registers/credit/credit-edition.ts';
import {
  type CreditTree,
  rulesOn,
  statementEntries,
  statementOf,
  statementValue,
  turnOperation,
  turnsWithin,
} from '../../../schema/registers/credit/entries.ts';
import type { TreeRoot } from '../../../schema/tree/block.ts';
import type { Entry, Operation } from '../../../schema/tree/entry.ts';
import { getMany } from '../../../schema/tree/get.ts';
import { merge } from '../../../schema/tree/merge.ts';
import { scan } from '../../../schema/tree/scan.ts';
import type { PublicationBlocks } from '../publication-blocks.ts';
import { createRowSorter, type RowSorter } from '../sort-rows.ts';
import { type CreditDifference, idOf, type StatementChange } from './credit-difference.ts';

/** Days for which the statements to show are made ahead; the daily run may fail once and nobody notices. */
const daysAhead = 2;

/** What the next edition is made of. */
export interface CreditBuild {
  readonly base: CreditEdition | null;
  /** Milliseconds. */
  readonly at: number;
  readonly difference: CreditDifference | null;
  readonly blocks: PublicationBlocks;
  readonly folder: string;
}

type Roots = Readonly<Record<CreditTree, TreeRoot | null>>;

/** The edition after a publication, or after the turn of a day; null when it would say what stands already. */
export async function buildCredit(build: CreditBuild): Promise<CreditEdition | null> {
  const { base, at, blocks } = build;
  const day = shanghaiDay(at);
  const rules = rulesOn(day);
  const statements = await mergeChanges(build, base?.statements ?? null);
  const roots =
    base !== null && base.rules === rules
      ? await derive(build, { ...(await turnedTo(base, day, blocks)), statements }, day)
      : await deriveAnew(build, statements, day);
  const publicity = await publicityAhead(roots, day, blocks);
  const { subjects, turns, waiting } = roots;
  const next = { rules, statements, subjects, turns, publicity, waiting };
  if (base !== null && sameState(base, next)) return null;
  return { number: (base?.number ?? 0) + 1, at: new Date(at).toISOString(), ...next };
}

/** All statements by id: the tree from which every other can be made. */
async function mergeChanges({ difference, blocks }: CreditBuild, root: TreeRoot | null): Promise<TreeRoot | null> {
  if (difference === null) return root;
  const operations = async function* (): AsyncGenerator<Operation> {
    for await (const change of difference.changes()) {
      const { after } = change;
      const id = idOf(change);
      yield [id, after === null ? null : [id, 0, null, statementValue(after)]];
    }
  };
  return merge(root, operations(), portsOf(blocks));
}

/** The other trees, changed as the statements are. */
async function derive(build: CreditBuild, roots: Roots, day: Day): Promise<Roots> {
  if (build.difference === null) return roots;
  return applyChanges(build, roots, { changes: build.difference.changes(), day });
}

/** The other trees, made of all statements: the first time, and whenever other rules count. */
async function deriveAnew(build: CreditBuild, statements: TreeRoot | null, day: Day): Promise<Roots> {
  const all = async function* (): AsyncGenerator<StatementChange> {
    for await (const entry of scan(statements, {}, build.blocks.blocks('credit')))
      yield { before: null, after: statementOf(entry) };
  };
  const empty = { statements, subjects: null, turns: null, publicity: null, waiting: null };
  return applyChanges(build, empty, { changes: all(), day });
}

interface DatedChanges {
  readonly changes: AsyncIterable<StatementChange>;
  readonly day: Day;
}

const derivedTrees = ['subjects', 'turns', 'publicity', 'waiting'] as const;

async function applyChanges({ blocks, folder }: CreditBuild, roots: Roots, dated: DatedChanges): Promise<Roots> {
  const sorter = () => createRowSorter({ folder });
  const sorters = { subjects: sorter(), turns: sorter(), publicity: sorter(), waiting: sorter() };
  try {
    for await (const change of dated.changes) await sortChange(change, dated.day, sorters);
    const merged = derivedTrees.map(
      async (tree) => [tree, await merge(roots[tree], operationsIn(sorters[tree]), portsOf(blocks))] as const,
    );
    return { ...roots, ...Object.fromEntries(await Promise.all(merged)) };
  } finally {
    for (const tree of derivedTrees) await sorters[tree][Symbol.asyncDispose]();
  }
}

async function sortChange(
  { before, after }: StatementChange,
  day: Day,
  sorters: Readonly<Record<(typeof derivedTrees)[number], RowSorter>>,
): Promise<void> {
  const gone = before === null ? [] : statementEntries(before, day);
  const come = after === null ? [] : statementEntries(after, day);
  const placed = new Set(come.map(([tree, [key]]) => `${tree} ${key}`));
  for (const [tree, [key]] of gone)
    if (tree !== 'statements' && !placed.has(`${tree} ${key}`)) await sorters[tree].add([[key, 'null']]);
  for (const [tree, entry] of come)
    if (tree !== 'statements') await sorters[tree].add([[entry[0], JSON.stringify(entry)]]);
}

async function* operationsIn(sorter: RowSorter): AsyncGenerator<Operation> {
  for await (const batch of sorter.sorted())
    for (const [key, text] of batch) yield [key, JSON.parse(text) as Entry | null];
}

/** The trees of `base`, of which those that depend on the day are carried on to `day`. */
async function turnedTo(base: CreditEdition, day: Day, blocks: PublicationBlocks): Promise<Roots> {
  const from = base.publicity.findLast((tree) => tree.day <= day) ?? { day, root: null };
  const first = base.publicity[0]?.day ?? day;
  const { statements, subjects, turns, waiting } = base;
  const roots = { statements, subjects, turns, waiting, publicity: from.root };
  return {
    ...roots,
    publicity: await turn(roots, 'publicity', [from.day, day], blocks),
    waiting: await turn(roots, 'waiting', [first, day], blocks),
  };
}

async function publicityAhead(roots: Roots, first: Day, blocks: PublicationBlocks): Promise<readonly PublicityTree[]> {
  const trees: PublicityTree[] = [{ day: first, root: roots.publicity }];
  for (let day = first + 1; day <= first + daysAhead && rulesOn(day) === rulesOn(first); day += 1) {
    const before = trees.at(-1)?.root ?? null;
    trees.push({ day, root: await turn({ ...roots, publicity: before }, 'publicity', [day - 1, day], blocks) });
  }
  return trees;
}

/** A tree as it is on the second day, from what it is on the first: only statements that have a turn in between are looked at. */
async function turn(
  roots: Roots,
  tree: 'publicity' | 'waiting',
  [from, to]: readonly [Day, Day],
  blocks: PublicationBlocks,
): Promise<TreeRoot | null> {
  const read = blocks.blocks('credit');
  const ids: string[] = [];
  for await (const [key] of scan(roots.turns, turnsWithin(from, to), read)) ids.push(key.slice(key.indexOf(' ') + 1));
  const found = await getMany(roots.statements, [...new Set(ids)], read);
  const operations = found.flatMap((entry) => (entry === null ? [] : [turnOperation(statementOf(entry), tree, to)]));
  return merge(roots[tree], operations.sort(byKey), portsOf(blocks));
}

function byKey([one]: Operation, [other]: Operation): number {
  return one < other ? -1 : 1;
}

function portsOf(blocks: PublicationBlocks) {
  return { blocks: blocks.blocks('credit'), sink: blocks.sink('credit') };
}

type State = Omit<CreditEdition, 'number' | 'at'>;

function sameState(base: State, next: State): boolean {
  const hashes = ({ rules, statements, subjects, turns, waiting, publicity }: State) =>
    JSON.stringify([
      rules,
      ...[statements, subjects, turns, waiting].map(hashOf),
      publicity.map(({ day, root }) => [day, hashOf(root)]),
    ]);
  return hashes(base) === hashes(next);
}

function hashOf(root: TreeRoot | null): string | null {
  return root?.hash ?? null;
}

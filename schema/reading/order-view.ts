import type { Access } from '../privacy/access.ts';
import { liesByTodaysRules } from '../privacy/exceptions.ts';
import type { AlwaysOpen } from '../privacy/record-class.ts';
import { classOfTree } from '../publication/next-editions.ts';
import { ordersOf } from '../publication/orders.ts';
import type { TreeRoot } from '../tree/block.ts';
import type { Blocks } from '../tree/blocks.ts';
import { type CountRequest, countWithin } from '../tree/count.ts';
import type { Entry } from '../tree/entry.ts';
import { type Page, type PageRequest, page } from '../tree/page.ts';
import { codeInOrder } from './as-of.ts';
import { countedBlocks } from './counted-blocks.ts';
import { type RegisterView, rootOf } from './register-view.ts';

/** An order of a register as a viewer may read it: the entries of all classes that are his, in one row. */
export interface OrderView {
  /** Fields that the order is by. */
  readonly keys: readonly string[];
  page(request: PageRequest): Promise<Pick<Page, 'entries' | 'next'>>;
  /**
   * Counts ranges; null where entries that are the viewer's no more lie among them. Answers null where that would take too many
   * blocks.
   */
  readonly count: ((ranges: readonly CountRequest[]) => Promise<readonly number[] | null>) | null;
}

interface ReadableTree {
  readonly root: TreeRoot | null;
  readonly blocks: Blocks;
}

/** The order of that name. */
export function viewOrder(view: RegisterView, name: string): OrderView {
  const keys = ordersOf[view.register.name].find((order) => order.name === name)?.keys ?? [];
  const names = Object.keys(view.edition.trees).filter((tree) => tree === name || tree.startsWith(`${name}.`));
  const trees = names.map((tree) => ({ root: rootOf(view, tree), blocks: view.blocks(classOfTree(tree)) }));
  const hides = hiddenEntries(keys, view);
  return {
    keys,
    page: (request) => mergedPage(trees, request, hides),
    count: hides === null ? (ranges) => sums(trees, ranges) : null,
  };
}

/** Which entries of an edition that was built under a laxer policy are hidden by today's; null where none can be. */
function hiddenEntries(
  keys: readonly string[],
  { register, access, edition }: RegisterView,
): ((record: AlwaysOpen) => boolean) | null {
  const byTodaysRules = liesByTodaysRules(register, edition);
  const isSeparated = (field: string): boolean => {
    const classes = Object.values(edition.layout).filter((fields) => fields?.includes(field));
    return classes.length > 1 && byTodaysRules;
  };
  const laxer = keys.filter((field) => !isSeparated(field));
  const depends = laxer.some((field) => access.closed.has(field) || access.readable.get(field)?.closedFor != null);
  return depends ? (record) => laxer.some((field) => isClosed(field, access, record)) : null;
}

function isClosed(field: string, { closed, readable }: Access, record: AlwaysOpen): boolean {
  return closed.has(field) || (readable.get(field)?.closedFor?.(record) ?? null) !== null;
}

async function mergedPage(
  trees: readonly ReadableTree[],
  request: PageRequest,
  hides: ((record: AlwaysOpen) => boolean) | null,
): Promise<Pick<Page, 'entries' | 'next'>> {
  const pages = await Promise.all(trees.map(({ root, blocks }) => page(root, request, blocks)));
  const shown = ({ entries, next }: Pick<Page, 'entries' | 'next'>) =>
    hides === null ? { entries, next } : { entries: entries.filter(([key]) => !hides(codeInOrder(key))), next };
  const [first, ...others] = pages;
  if (first !== undefined && others.length === 0) return shown(first);
  // Behind the least place where a tree goes on nothing is known of that tree.
  const ends = pages.flatMap(({ next }) => next ?? []).sort();
  const end = ends[0] ?? null;
  const known = pages.flatMap(({ entries }) => entries).filter(([key]) => end === null || key < end);
  const merged = known.sort(([one], [other]) => (one < other ? -1 : 1));
  const next = merged[request.limit]?.[0] ?? end;
  return shown({ entries: merged.slice(0, request.limit) as readonly Entry[], next });
}

async function sums(
  trees: readonly ReadableTree[],
  ranges: readonly CountRequest[],
): Promise<readonly number[] | null> {
  const counts = await Promise.all(trees.map(({ root, blocks }) => countWithin(countedBlocks, root, ranges, blocks)));
  const known = counts.filter((ofTree) => ofTree !== null);
  if (known.length < counts.length) return null;
  return ranges.map((_, place) => known.reduce((sum, ofTree) => sum + (ofTree[place] ?? 0), 0));
}

import type { BlockReference, Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import { type Density, rowDensity } from './boundary.ts';
import { type BreakKind, brokenTree, isBrokenTree } from './broken-tree.ts';
import { IndexBlock } from './index-block.ts';
import type { LeafBlock } from './leaf-block.ts';
import { LevelCheck } from './level-check.ts';
import { childLine, type Line, rowLine } from './line.ts';
import { openIndexes, openLeaves } from './open.ts';
import { resolveRows } from './resolve-rows.ts';
import { windows } from './windows.ts';

const readAtOnce = 64;

/** One thing wrong with a tree. */
export interface Problem {
  readonly kind: BreakKind;
  readonly block: string;
  /** Name of the block that lists it; null for a root. */
  readonly parent: string | null;
  readonly message: string;
}

/**
 * Walks a whole tree and yields what is wrong with it, nothing when it is sound: blocks missing, altered, out of order,
 * miscounted, cut elsewhere than the rule cuts, or written in another form than the canonical one. What lies below a
 * block that cannot be read is not seen. Other failures of the store are thrown.
 */
export async function* verify(
  root: TreeRoot | null,
  blocks: Blocks,
  density: Density = rowDensity,
): AsyncGenerator<Problem, void, undefined> {
  if (root === null) return;
  const walk = new Walk(root, blocks, density);
  yield* walk.below([root]);
  yield* walk.finish();
}

class Walk {
  readonly #root: TreeRoot;
  readonly #blocks: Blocks;
  readonly #levels: readonly LevelCheck[];
  #problems: Problem[] = [];

  constructor(root: TreeRoot, blocks: Blocks, density: Density) {
    this.#root = root;
    this.#blocks = blocks;
    this.#levels = Array.from({ length: root.level + 1 }, (_, level) => new LevelCheck(level, density, this.#report));
  }

  /** Checks siblings and all below them, in key order. */
  async *below(subtrees: readonly Subtree[]): AsyncGenerator<Problem, void, undefined> {
    for await (const window of windows(subtrees, readAtOnce)) {
      const opened = await this.#openEach(window);
      for (const [at, subtree] of window.entries()) {
        const block = opened[at] ?? null;
        this.#levels[subtree.level]?.take(subtree, block === null ? null : await this.#linesOf(subtree, block));
        yield* this.#problems.splice(0);
        if (block instanceof IndexBlock) yield* this.below(block.children);
      }
    }
  }

  async *finish(): AsyncGenerator<Problem, void, undefined> {
    for (const level of this.#levels) level.finish(null);
    yield* this.#problems;
  }

  readonly #report = (reference: BlockReference, state: string): void => {
    this.#note(brokenTree('MALFORMED', reference, state));
  };

  /** Keeps an error as a problem if it is one of the tree. */
  #note(error: unknown): null {
    if (!isBrokenTree(error)) throw error;
    const { kind, block, parent, message } = error;
    this.#problems.push({ kind, block, parent, message });
    return null;
  }

  /** All at once if all are sound; else one by one, to name every one that is not. */
  async #openEach(subtrees: readonly Subtree[]): Promise<readonly (IndexBlock | LeafBlock | null)[]> {
    const open = subtrees[0]?.level === 0 ? openLeaves : openIndexes;
    try {
      return await open(subtrees, this.#blocks);
    } catch (error) {
      if (!isBrokenTree(error)) throw error;
    }
    const opened: (IndexBlock | LeafBlock | null)[] = [];
    for (const subtree of subtrees) {
      const [block] = await open([subtree], this.#blocks).catch((error: unknown) => [this.#note(error)]);
      opened.push(block ?? null);
    }
    return opened;
  }

  /** The lines that its contents make, or null when they cannot be made. */
  async #linesOf(subtree: Subtree, block: IndexBlock | LeafBlock): Promise<readonly Line[] | null> {
    if (block instanceof IndexBlock) {
      if (subtree === this.#root && block.children.length < 2) this.#report(subtree, 'a root must have two children');
      return block.children.map(childLine);
    }
    try {
      return (await resolveRows(block.all(), this.#blocks)).map(rowLine);
    } catch (error) {
      const isContent = error instanceof SyntaxError || error instanceof RangeError || error instanceof TypeError;
      return this.#note(isContent ? brokenTree('MALFORMED', subtree, error.message, error) : error);
    }
  }
}

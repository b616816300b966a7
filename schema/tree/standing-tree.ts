import type { Subtree, TreeRoot } from './block.ts';
import type { Blocks } from './blocks.ts';
import type { IndexBlock } from './index-block.ts';
import { isBefore } from './key-range.ts';
import { childLine, type Line, standingRowLine } from './line.ts';
import { openIndexes, openLeaves } from './open.ts';

/** Index blocks that a merge keeps at hand: the paths of one window of operations at all levels. */
const mostIndexesHeld = 256;

/** Where a block stands in a tree: what it is, how it was reached, and where the next block of its level begins. */
export interface Place {
  readonly subtree: Subtree;
  /** First key of the next block of the level; null at the end of the tree. */
  readonly end: string | null;
  /** The parent and the position in it; null at the root. */
  readonly above: { readonly place: Place; readonly block: IndexBlock; readonly at: number } | null;
}

/** A place and what stands in it. */
export interface OpenPlace {
  readonly place: Place;
  readonly lines: readonly Line[];
}

/** The tree that a merge begins with: finds places by key, steps sideways, reads contents; never opens what is not asked for. */
export class StandingTree {
  readonly root: TreeRoot;
  readonly #blocks: Blocks;
  readonly #indexes = new Map<string, IndexBlock>();

  constructor(root: TreeRoot, blocks: Blocks) {
    this.root = root;
    this.#blocks = blocks;
  }

  /** The places at `level` into which any of `keys` (sorted) falls, in key order; one round trip a level. */
  async locate(keys: readonly string[], level: number): Promise<readonly Place[]> {
    let places: readonly Place[] = [{ subtree: this.root, end: null, above: null }];
    for (let above = this.root.level; above > level; above--) {
      const opened = await this.#openIndexes(places.map((place) => place.subtree));
      let next = 0;
      places = places.flatMap((place, at) => {
        const first = next;
        while (next < keys.length && isBefore(keys[next], place.end)) next++;
        return placesBelow(place, opened[at], keys.slice(first, next));
      });
    }
    return places;
  }

  /** The place beside `place` at the same level, or null at the end of the tree. */
  async beside(place: Place, direction: 1 | -1): Promise<Place | null> {
    if (place.above === null) return null;
    const near = childPlace(place.above.place, place.above.block, place.above.at + direction);
    if (near !== null) return near;
    const uncle = await this.beside(place.above.place, direction);
    if (uncle === null) return null;
    const [block] = await this.#openIndexes([uncle.subtree]);
    return childPlace(uncle, block, direction === 1 ? 0 : (block?.children.length ?? 0) - 1);
  }

  /** Reads places of one level in one round trip. */
  async open(places: readonly Place[]): Promise<readonly OpenPlace[]> {
    const subtrees = places.map((place) => place.subtree);
    if (subtrees[0]?.level !== 0) {
      const indexes = await this.#openIndexes(subtrees);
      return places.map((place, at) => ({ place, lines: indexes[at]?.children.map(childLine) ?? [] }));
    }
    const leaves = await openLeaves(subtrees, this.#blocks);
    return places.map((place, at) => ({ place, lines: leaves[at]?.texts().map(standingRowLine) ?? [] }));
  }

  /** The lines that stand in one place. */
  async linesAt(place: Place): Promise<readonly Line[]> {
    const [opened] = await this.open([place]);
    return opened?.lines ?? [];
  }

  /** The child of an index block that has no other, else null. */
  async onlyChild(subtree: Subtree): Promise<Subtree | null> {
    const [block] = await this.#openIndexes([subtree]);
    return block?.children.length === 1 ? (block.children[0] ?? null) : null;
  }

  async #openIndexes(subtrees: readonly Subtree[]): Promise<readonly IndexBlock[]> {
    const held = subtrees.map(({ hash }) => this.#indexes.get(hash));
    const read = await openIndexes(
      subtrees.filter((_, at) => held[at] === undefined),
      this.#blocks,
    );
    for (const block of read) this.#indexes.set(block.hash, block);
    let next = 0;
    const found = held.flatMap((block) => block ?? read[next++] ?? []);
    for (const hash of this.#indexes.keys()) {
      if (this.#indexes.size <= mostIndexesHeld) break;
      this.#indexes.delete(hash);
    }
    return found;
  }
}

function placesBelow(parent: Place, block: IndexBlock | undefined, keys: readonly string[]): readonly Place[] {
  const places: Place[] = [];
  for (const key of keys) {
    const last = places.at(-1);
    if (block === undefined || (last !== undefined && isBefore(key, last.end))) continue;
    const place = childPlace(parent, block, block.positionOf(key));
    if (place !== null) places.push(place);
  }
  return places;
}

function childPlace(parent: Place, block: IndexBlock | undefined, at: number): Place | null {
  const subtree = block?.children[at];
  if (block === undefined || subtree === undefined) return null;
  const end = block.children[at + 1]?.firstKey ?? parent.end;
  return { subtree, end, above: { place: parent, block, at } };
}

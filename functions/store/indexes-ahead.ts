import type { Edition, EditionReader } from '../../schema/ports.ts';
import type { Subtree } from '../../schema/tree/block.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { openIndexes } from '../../schema/tree/open.ts';

/** Index blocks of an edition that are read ahead at most: all of a city of two million houses. */
const mostBlocks = 300;
/** Trees that answers of today begin with. */
const wanted = /^(rows\.open|order\..*|spatial)$/;

/**
 * The editions of `reader`; the open index blocks of each are read as soon as it is met as the newest, while whoever asked for it goes
 * on: they are few, nearly every answer needs some, and each level that is there saves a round trip. A failure is left to who needs them.
 */
export function readingIndexesAhead(reader: EditionReader, blocks: Blocks): EditionReader {
  const met = new WeakSet<Edition>();
  const meet = (edition: Edition) => {
    if (met.has(edition)) return;
    met.add(edition);
    readIndexes(edition, blocks).catch(() => met.delete(edition));
  };
  return {
    ...reader,
    latest: async (tier) => {
      const edition = await reader.latest(tier);
      if (edition !== null) meet(edition);
      return edition;
    },
  };
}

/** Level by level, from the roots down, as far as the bound allows: one round trip for the level of all trees. */
async function readIndexes({ registers }: Edition, blocks: Blocks): Promise<void> {
  let next: readonly Subtree[] = Object.values(registers).flatMap(({ trees }) =>
    Object.entries(trees).flatMap(([name, root]) => (root !== null && root.level > 0 && wanted.test(name) ? root : [])),
  );
  for (let left = mostBlocks; next.length > 0 && next.length <= left; left -= next.length) {
    const opened = await openIndexes(next, blocks);
    next = opened.flatMap(({ children }) => children.filter(({ level }) => level > 0));
  }
}

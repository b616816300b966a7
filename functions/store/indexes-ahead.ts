import type { Edition, EditionReader } from '../../schema/ports.ts';
import { classesOf, type FieldClass } from '../../schema/privacy/field-class.ts';
import { classOfTree } from '../../schema/publication/next-editions.ts';
import type { Subtree } from '../../schema/tree/block.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { openIndexes } from '../../schema/tree/open.ts';

/** Index blocks of an edition that are read ahead at most, by class: of the open ones all of a city of two million houses. */
const mostBlocks: Readonly<Record<FieldClass, number>> = { open: 300, registered: 60, enterprise: 60, government: 60 };
/** Trees that answers of today begin with. */
const wanted = /^(rows|order)\.|^spatial$/;

/**
 * The editions of `reader`; the index blocks of each are read as soon as it is met as the newest, while whoever asked for it goes
 * on: they are few, nearly every answer needs some, and each level that is there saves a round trip. Of an edition only the classes
 * of its tier are read. A failure is left to who needs them. Nothing is read ahead before `from`: what answers first may have better to
 * do than to unpack what it does not need.
 */
export function readingIndexesAhead(
  reader: EditionReader,
  blocks: Readonly<Record<FieldClass, Blocks>>,
  from: Promise<void> = Promise.resolve(),
): EditionReader {
  const met = new WeakSet<Edition>();
  const meet = (edition: Edition) => {
    if (met.has(edition)) return;
    met.add(edition);
    const read = () =>
      Promise.all(classesOf(edition.tier).map((fieldClass) => readIndexes(edition, fieldClass, blocks[fieldClass])));
    from.then(read).catch(() => met.delete(edition));
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
async function readIndexes({ registers }: Edition, fieldClass: FieldClass, blocks: Blocks): Promise<void> {
  let next: readonly Subtree[] = Object.values(registers).flatMap(({ trees }) =>
    Object.entries(trees).flatMap(([name, root]) => {
      const isWanted = wanted.test(name) && classOfTree(name) === fieldClass;
      return isWanted && root !== null && root.level > 0 ? root : [];
    }),
  );
  for (let left = mostBlocks[fieldClass]; next.length > 0 && next.length <= left; left -= next.length) {
    const opened = await openIndexes(next, blocks);
    next = opened.flatMap(({ children }) => children.filter(({ level }) => level > 0));
  }
}

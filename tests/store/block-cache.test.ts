import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cachedBlocks } from '../../functions/store/block-cache.ts';
import { classBlocks } from '../../functions/store/class-blocks.ts';
import { blocksForTier } from '../../functions/store/tier-blocks.ts';
import type { BlockReader } from '../../schema/ports.ts';
import { classesOf, fieldClasses } from '../../schema/privacy/field-class.ts';
import { tiers } from '../../schema/privacy/tier.ts';
import type { BlockReference } from '../../schema/tree/block.ts';
import { blockName } from '../../schema/tree/block-name.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';

/** A source that keeps a list of what it was asked for; every block holds 100 bytes. */
function countingSource(): { blocks: Blocks; asked: string[][] } {
  const asked: string[][] = [];
  const blocks: Blocks = async (references) => {
    asked.push(references.map(({ hash }) => hash));
    await Promise.resolve();
    return references.map(({ hash }) => ({ hash, level: -1, bytes: new Uint8Array(), bytesHeld: 100 }));
  };
  return { blocks, asked };
}

const references = (...hashes: string[]): BlockReference[] => hashes.map((hash) => ({ hash, level: -1 }));

describe('cachedBlocks()', () => {
  test('reads a block once as long as it fits', async () => {
    const { blocks, asked } = countingSource();
    const cached = cachedBlocks(blocks, 300);
    await cached(references('a', 'b'));
    await cached(references('b', 'c', 'a', 'b'));
    expect(asked).toEqual([['a', 'b'], ['c']]);
  });

  test('forgets what was not used for longest', async () => {
    const { blocks, asked } = countingSource();
    const cached = cachedBlocks(blocks, 200);
    for (const hash of ['a', 'b', 'a', 'c', 'a', 'b']) await cached(references(hash));
    expect(asked).toEqual([['a'], ['b'], ['c'], ['b']]);
  });

  test('callers at once share one read of a block, even one asked for twice', async () => {
    const { blocks, asked } = countingSource();
    const cached = cachedBlocks(blocks, 1000);
    await Promise.all([cached(references('a', 'b', 'a')), cached(references('b', 'c')), cached(references('c', 'a'))]);
    expect(asked).toEqual([['a', 'b'], ['c']]);
  });

  test('does not remember a read that failed', async () => {
    const { blocks, asked } = countingSource();
    let fails = true;
    const cached = cachedBlocks(async (wanted) => {
      if (fails) throw new Error('Cannot reach the store');
      return blocks(wanted);
    }, 1000);
    const outcomes = await Promise.allSettled([cached(references('a')), cached(references('a', 'b'))]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    fails = false;
    expect((await cached(references('a', 'b'))).map(({ hash }) => hash)).toEqual(['a', 'b']);
    expect(asked).toEqual([['a', 'b']]);
  });

  test('asks anew for a held block under another level', async () => {
    const { blocks, asked } = countingSource();
    const cached = cachedBlocks(blocks, 1000);
    await cached([{ hash: 'a', level: -1 }]);
    await cached([{ hash: 'a', level: 1 }]);
    expect(asked).toEqual([['a'], ['a']]);
  });

  test('answers any series of requests as its source does', async () => {
    const request = fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { maxLength: 8 });
    const law = fc.asyncProperty(
      fc.array(request, { maxLength: 12 }),
      fc.integer({ min: 0, max: 700 }),
      async (all, most) => {
        const cached = cachedBlocks(countingSource().blocks, most);
        const answers = await Promise.all(all.map((hashes) => cached(references(...hashes))));
        expect(answers.map((blocks) => blocks.map(({ hash }) => hash))).toEqual(all);
      },
    );
    await fc.assert(law, { seed: 5, numRuns: 200 });
  });
});

describe('blocksForTier()', () => {
  const bytes = new TextEncoder().encode('"a piece"');
  const reference = { hash: blockName(-1, bytes), level: -1 };

  test('reads exactly the classes of the tier; the store never hears of the others', async () => {
    for (const tier of tiers) {
      const read: string[] = [];
      const reader: BlockReader = {
        read: async (fieldClass, names) => {
          read.push(fieldClass);
          return new Map(names.map((name) => [name, bytes]));
        },
      };
      const blocks = blocksForTier(tier, classBlocks(reader, 1_000_000));
      for (const fieldClass of fieldClasses)
        if (classesOf(tier).includes(fieldClass)) await blocks(fieldClass)([reference]);
        else expect(() => blocks(fieldClass)).toThrow(`Cannot read blocks of class "${fieldClass}": tier must be`);
      expect(read).toEqual(classesOf(tier));
    }
  });

  test('a block held for one class is still read for another', async () => {
    const stored = new Map([['open', bytes]]);
    const reader: BlockReader = {
      read: async (fieldClass, names) => new Map(stored.has(fieldClass) ? names.map((name) => [name, bytes]) : []),
    };
    const blocks = blocksForTier('GOVERNMENT', classBlocks(reader, 1_000_000));
    await blocks('open')([reference]);
    await expect(blocks('government')([reference])).rejects.toThrow('must be stored, is missing');
  });
});

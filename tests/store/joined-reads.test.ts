import { expect, test } from 'vitest';
import { unpackBlock } from '../../functions/store/block-codec.ts';
import { joinedReads } from '../../functions/store/joined-reads.ts';
import type { BlockReference } from '../../schema/tree/block.ts';
import type { Blocks } from '../../schema/tree/blocks.ts';
import { brokenTree } from '../../schema/tree/broken-tree.ts';

const references = (...hashes: string[]): BlockReference[] => hashes.map((hash) => ({ hash, level: -1 }));

/** Reads through `joinedReads`; `fail` throws for blocks that cannot be read. */
function joined(fail: (hash: string) => void = () => {}) {
  const asked: string[] = [];
  const source: Blocks = async (wanted) => {
    asked.push(wanted.map(({ hash }) => hash).join(' '));
    for (const { hash } of wanted) fail(hash);
    return wanted.map(({ hash }) => ({ hash, level: -1, bytes: new Uint8Array(), bytesHeld: 1 }));
  };
  const read = joinedReads(source);
  const hashes = async (...wanted: string[]) => (await read(references(...wanted))).map(({ hash }) => hash);
  return { asked, hashes };
}

test('what is asked for by all who need not wait is read at once, and each is given his', async () => {
  const { asked, hashes } = joined();
  const later = async () => {
    for (let turn = 0; turn < 20; turn += 1) await null;
    return hashes('d', 'a');
  };
  const found = await Promise.all([hashes('a', 'b'), hashes(), hashes('c'), later()]);
  expect(found).toEqual([['a', 'b'], [], ['c'], ['d', 'a']]);
  expect(asked).toEqual(['a b c d a']);
  expect(await hashes('e')).toEqual(['e']);
  expect(asked).toHaveLength(2);
});

const damages = {
  missing: (hash: string) => {
    if (hash === 'bad') throw brokenTree('MISSING', { hash, level: -1 }, 'must be stored, is missing');
  },
  damaged: (hash: string) => {
    if (hash === 'bad') unpackBlock(hash, new Uint8Array([1, 2, 3]));
  },
};

test.for(Object.entries(damages))('a block that is %s is told to those who asked for it', async ([, fail]) => {
  const { asked, hashes } = joined(fail);
  const [good, bad] = await Promise.allSettled([hashes('a', 'b'), hashes('bad')]);
  expect(good).toEqual({ status: 'fulfilled', value: ['a', 'b'] });
  expect(bad).toMatchObject({ status: 'rejected', reason: { message: expect.stringContaining('block "bad"') } });
  expect(asked).toEqual(['a b bad', 'a b', 'bad']);
});

test('a store that is away is asked once, and everybody is told', async () => {
  const { asked, hashes } = joined(() => {
    throw new Error('Cannot reach the store');
  });
  const outcomes = await Promise.allSettled([hashes('a'), hashes('b')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  expect(asked).toEqual(['a b']);
});

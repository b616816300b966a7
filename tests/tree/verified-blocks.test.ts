import { expect, test } from 'vitest';
import { blockName } from '../../schema/tree/block-name.ts';
import { verifiedBlocks } from '../../schema/tree/verified-blocks.ts';

const piece = (text: string) => {
  const bytes = new Uint8Array(Buffer.from(text));
  return { bytes, reference: { hash: blockName(-1, bytes), level: -1 } };
};
const [one, other, third] = [piece('one'), piece('other'), piece('third')];
const references = [one.reference, other.reference, third.reference];
const stored = new Map([one, other, third].map(({ bytes, reference }) => [reference.hash, bytes]));

test('a block that came ahead of the answer is the one that is answered', async () => {
  const read = verifiedBlocks(async (names, take) => {
    take(third.reference.hash, third.bytes);
    take('of nobody', third.bytes);
    return new Map(
      names.map((name) => [name, name === third.reference.hash ? new Uint8Array() : (stored.get(name) ?? one.bytes)]),
    );
  });
  expect((await read(references)).map(({ hash }) => hash)).toEqual(references.map(({ hash }) => hash));
});

test.for([true, false])(
  'the first block that is not as its name says is told, came it ahead (%s) or not',
  async (ahead) => {
    const read = verifiedBlocks(async (names, take) => {
      const answer = new Map(
        names.map((name) => [name, name === one.reference.hash ? one.bytes : Buffer.from('harmed')]),
      );
      if (ahead) for (const [name, bytes] of [...answer].reverse()) take(name, bytes);
      return answer;
    });
    await expect(read(references)).rejects.toMatchObject({
      kind: 'ALTERED',
      message: expect.stringContaining(other.reference.hash),
    });
  },
);

test('a block that came ahead is no block of another level', async () => {
  const read = verifiedBlocks(async (_, take) => {
    take(one.reference.hash, one.bytes);
    return stored;
  });
  await expect(read([one.reference, { ...one.reference, level: 0 }])).rejects.toMatchObject({ kind: 'ALTERED' });
});

test('names are of their kind and level, and of any number of bytes', () => {
  const long = new Uint8Array(100_000).fill(1);
  const names = [0, 1, 2, -1].flatMap((level) => [blockName(level, long), blockName(level, one.bytes)]);
  expect(new Set(names).size).toBe(8);
  expect(blockName(0, long)).toBe(names[0]);
  // printf 'basegrid tree 1 overflow -1\none' | sha256sum
  expect(blockName(-1, one.bytes)).toBe('e1fde2d7a925cd4d70b115422bf31b0971a95417e71dbe55f3cb866de64a645d');
});

import { execute, parse } from 'graphql';
import { expect, test } from 'vitest';
import { classBlocks } from '../../functions/store/class-blocks.ts';
import { schema } from '../../schema/index.ts';
import { memoryCity } from '../builders/edition.ts';
import { readerContext } from '../builders/reader-context.ts';
import { story, storyEditions } from '../builders/sample-editions.ts';

const city = await memoryCity(storyEditions());

/** Answers with empty caches; `reads` are numbers of blocks, a read of the store each. */
async function answered(query: string): Promise<{ data: unknown; reads: readonly number[] }> {
  const reads: number[] = [];
  const reader = {
    read: async (...[fieldClass, names]: Parameters<typeof city.blocks.read>) => {
      reads.push(names.length);
      await new Promise((done) => setImmediate(done));
      return city.blocks.read(fieldClass, names);
    },
  };
  const blocks = classBlocks(reader, 10_000_000);
  const context = { ...(await readerContext(city, 'PUBLIC')), blocks: (name: keyof typeof blocks) => blocks[name] };
  const { data, errors } = await execute({ schema, document: parse(query), contextValue: context });
  expect(errors).toBeUndefined();
  return { data: JSON.parse(JSON.stringify(data)), reads };
}

const related = 'code building { code } grid { code } community { code }';

/** A read for each level of the tree of houses. */
const levels = [1, 1];

test('a house is read with its building, its grid and its community in as many reads of the store as alone', async () => {
  const { data, reads } = await answered(`{ house(code: "${story.corrected}") { ${related} } }`);
  expect(data).toEqual({
    house: {
      code: story.corrected,
      building: { code: '4403040010010100002' },
      grid: { code: '44030400100101' },
      community: { code: '440304001001' },
    },
  });
  expect(reads).toHaveLength(levels.length);
});

test('what does not lie where its code says is found all the same', async () => {
  const { data } = await answered(`{ house(code: "${story.moved}000001") { ${related} } }`);
  expect(data).toMatchObject({
    house: { building: { code: story.moved }, grid: { code: '44030400100201' }, community: { code: '440304001002' } },
  });
});

test('nothing is read that is not shown', async () => {
  expect((await answered(`{ house(code: "${story.corrected}") { code } }`)).reads).toEqual(levels);
});

test('a page of codes has read what its rows point at along with them', async () => {
  const list = `houses(filter: { codeIn: ["${story.corrected}", "${story.measured}"] }, first: 2)`;
  const { data, reads } = await answered(`{ ${list} { nodes { code building { code grid { code } } } } }`);
  expect(reads).toHaveLength(levels.length);
  expect(data).toMatchObject({
    houses: { nodes: [{ code: story.corrected }, { building: { grid: { code: '44030400100101' } } }] },
  });
});

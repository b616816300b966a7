import { describe, expect, test } from 'vitest';
import { buildingRows, houseRows } from '../builders/city-rows.ts';
import { memoryCity } from '../builders/edition.ts';
import { story, storyEditions } from '../builders/sample-editions.ts';
import { ask } from '../harness/ask.ts';
import { memoryPlace } from '../harness/memory-place.ts';
import { listsSuite } from '../suite/lists.ts';
import { readAll } from '../suite/read-all.ts';

describe('in memory', () => listsSuite(memoryPlace));

const editions = storyEditions();
const city = await memoryCity(editions);
const houses = houseRows().filter((row) => row.code !== story.retired && row.code !== story.planned);

test('a list stays in the edition and on the day that it began with', async () => {
  const early = { city: await memoryCity(editions.slice(0, 4)), now: '2024-12-31T12:00:00Z' };
  const start = await ask(early, `{ houses(first: 1) { nodes { code } pageInfo { endCursor } } }`);
  const { endCursor } = start.data.houses.pageInfo;
  const rest = await ask({ city }, `{ houses(first: 1000, after: "${endCursor}") { totalCount nodes { code room } } }`);
  expect(rest.errors).toEqual([]);
  const nodes: { code: string; room: string }[] = rest.data.houses.nodes;
  expect(nodes.map((node) => node.code)).toContain(story.retired); // retired on the next day
  expect(nodes.find((node) => node.code === story.corrected)?.room).toBe('100'); // corrected by a later edition
  expect(rest.data.houses.totalCount).toBe(houses.length + 1);
});

test('a search that finds little reads a bounded number of blocks a page', async () => {
  const large = await memoryCity([
    ...storyEditions().slice(0, 2),
    { register: 'BUILDINGS', rows: buildingRows(5000), at: '2026-01-03T00:00:00.000Z' },
  ]);
  const { data, blocks } = await ask(
    { city: large, tier: 'GOVERNMENT' },
    `{ buildings(first: 5, filter: { legality: UNKNOWN }) { totalCount nodes { code } pageInfo { hasNextPage endCursor } } }`,
  );
  expect(data.buildings).toMatchObject({ totalCount: null, nodes: [], pageInfo: { hasNextPage: true } });
  expect(blocks).toBeLessThan(100);
  expect(
    (
      await readAll(
        (source) => ask({ city: large, tier: 'GOVERNMENT' }, source),
        'buildings',
        'filter: { legality: UNKNOWN }',
        5,
      )
    ).codes,
  ).toEqual([]);
});

test('counting a list reads no rows', async () => {
  const { data, blocks } = await ask({ city }, `{ houses(filter: { within: "440304" }) { totalCount } }`);
  expect(data.houses.totalCount).toBe(houses.length);
  expect(blocks).toBeLessThan(12);
});

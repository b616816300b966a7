import { execute, parse } from 'graphql';
import { expect, test } from 'vitest';
import { classBlocks } from '../../functions/store/class-blocks.ts';
import { readingIndexesAhead } from '../../functions/store/indexes-ahead.ts';
import { schema } from '../../schema/index.ts';
import type { BlockClass } from '../../schema/privacy/block-class.ts';
import { type FieldClass, mayRead } from '../../schema/privacy/field-class.ts';
import type { Tier } from '../../schema/privacy/tier.ts';
import { buildingRows, houseRows } from '../builders/city-rows.ts';
import { type MemoryCity, memoryCity } from '../builders/edition.ts';
import { readerContext } from '../builders/reader-context.ts';
import { firstEditions, withRows } from '../builders/sample-editions.ts';

const [divisions, grids] = firstEditions();
if (!divisions || !grids) throw new Error('Cannot make the city: editions are missing');
const houses = { register: 'HOUSES', rows: houseRows(160), at: '2026-01-04T00:00:00.000Z' } as const;
const buildings = { register: 'BUILDINGS', rows: buildingRows(), at: '2026-01-03T00:00:00.000Z' } as const;
const city = await memoryCity([divisions, grids, buildings, houses]);

interface Answered {
  readonly nodes: readonly { readonly code: string; readonly building: { readonly code: string } }[];
  /** Times that somebody began to wait for the store. */
  readonly trips: number;
  readonly blocks: readonly BlockClass[];
}

/** Answers with nothing but index blocks in the cache. */
async function answered(of: MemoryCity, tier: Tier, list: string, selected: string): Promise<Answered> {
  let reads: BlockClass[] = [];
  let [trips, pending] = [0, 0];
  const reader = {
    read: async (...[fieldClass, names]: Parameters<typeof of.blocks.read>) => {
      reads.push(...names.map(() => fieldClass));
      if (pending === 0) trips += 1;
      pending += 1;
      await new Promise((done) => setImmediate(done));
      pending -= 1;
      return of.blocks.read(fieldClass, names);
    },
  };
  const cached = classBlocks(reader, 10_000_000);
  const blocks = (fieldClass: FieldClass) => {
    if (!mayRead(tier, fieldClass)) throw new Error(`Cannot read "${fieldClass}": tier is ${tier}`);
    return cached[fieldClass];
  };
  await readingIndexesAhead(of.editions, cached).latest(tier);
  do await new Promise((done) => setImmediate(done));
  while (pending > 0);
  [reads, trips] = [[], 0];
  const document = parse(`{ houses(${list}) { nodes { code ${selected} } } }`);
  const context = { ...(await readerContext(of, tier)), blocks };
  const { data, errors } = await execute({ schema, document, contextValue: context });
  expect(errors).toBeUndefined();
  const page = data as { houses: { nodes: Answered['nodes'] } };
  return { nodes: page.houses.nodes, trips, blocks: reads };
}

const related = 'building { code name } grid { code name } community { code }';
test.each([
  ['a community', 'filter: { within: "440304001002" }, first: 300', 300],
  ['a grid', 'filter: { within: "44030400100202" }, first: 40', 40],
  ['the city', 'first: 500', 500],
])('a page of %s waits once for its order, its rows, and all that they point at', async (_, list, rows) => {
  const { nodes, trips } = await answered(city, 'PUBLIC', list, related);
  expect(nodes).toHaveLength(rows);
  expect(trips).toBe(1);
});

test('what is closed to others is read along with it, and asked for nobody else', async () => {
  const list = 'filter: { within: "440304001002" }, first: 300';
  const seen = await answered(city, 'GOVERNMENT', list, `floorArea rented ${related}`);
  expect(seen.trips).toBe(1);
  expect(new Set(seen.blocks).size).toBeGreaterThan(1);
  const closed = await answered(city, 'PUBLIC', list, `floorArea rented ${related}`);
  expect(new Set(closed.blocks)).toEqual(new Set(['open']));
});

test('rows that lie where their codes do not say are answered all the same, for few blocks in vain', async () => {
  const moved = '4403040010010100001';
  const place = { grid: '44030400100201', community: '440304001002' };
  const rows = withRows(buildingRows(), moved, { validTo: '2024' }, { validFrom: '2024', ...place });
  const other = await memoryCity([divisions, grids, { ...buildings, rows }, houses]);
  const list = 'filter: { within: "440304001002" }, first: 300';
  const page = await answered(other, 'PUBLIC', list, related);
  const stayed = await answered(city, 'PUBLIC', list, related);
  expect(page.nodes.slice(0, 160).map(({ building }) => building.code)).toEqual(Array(160).fill(moved));
  expect(page.nodes.slice(160)).toEqual(stayed.nodes.slice(0, 140));
  expect(page.blocks.length).toBeLessThanOrEqual(stayed.blocks.length + 4);
});

test('a short page reads the leaves that hold it, not all that its order lists nearby', async () => {
  const { blocks } = await answered(city, 'PUBLIC', 'filter: { within: "440304002001" }, first: 5', 'floor');
  expect(blocks.length).toBeLessThanOrEqual(4); // two of either tree: the first may hold the end of another community
});

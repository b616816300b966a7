import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Tier } from '../../schema/privacy/tier.ts';
import { houseRows } from '../builders/city-rows.ts';
import { story } from '../builders/sample-editions.ts';
import { type Place, timeOf } from './place.ts';
import { type Asking, readAll } from './read-all.ts';

const houses = houseRows().filter((row) => row.code !== story.retired && row.code !== story.planned);
const moved = (code: string) => code.startsWith(story.moved);

const within: readonly (readonly [area: string, count: number])[] = [
  ['440300', houses.length],
  ['440304', houses.length],
  ['440304001', houses.filter((row) => row.code < '440304002').length],
  ['440304001001', houses.filter((row) => row.code < '440304001002' && !moved(row.code)).length],
  ['440304001002', houses.filter((row) => row.code.startsWith('440304001002') || moved(row.code)).length],
  ['44030400100201', houses.filter((row) => row.code.startsWith('44030400100201') || moved(row.code)).length],
  ['440305', 0],
  ['999999', 0],
];

/** Lists: pages, counts, filters, cursors. */
export function listsSuite(open: () => Promise<Place>): void {
  let place: Place;
  beforeAll(async () => {
    place = await open();
  });
  const asPublic: Asking = (source) => place.ask(source);
  const asGovernment: Asking = (source) => place.ask(source, {}, 'GOVERNMENT');

  test.each(within)('houses within %s are counted and paged exactly', async (area, count) => {
    for (const first of [7, 200]) {
      const { codes, totals, pages } = await readAll(asPublic, 'houses', `filter: { within: "${area}" }`, first);
      expect(codes).toHaveLength(count);
      expect(new Set(codes).size).toBe(count);
      expect(new Set(totals)).toEqual(new Set([count]));
      expect(pages).toBe(Math.max(1, Math.ceil(count / first)));
    }
  });

  test('the register itself is a list by code, at every date', async () => {
    const now = await readAll(asPublic, 'houses', '', 10);
    expect(now.codes).toEqual(houses.map((row) => row.code).sort());
    const before = await readAll(asPublic, 'houses', 'validAt: "2024-06"', 100);
    expect(before.codes).toContain(story.retired);
    expect(before.totals).toEqual([houses.length + 1]);
    const planned = await readAll(asPublic, 'houses', 'validAt: "2030"', 100);
    expect(planned.codes).toContain(story.planned);
  });

  test('filters agree with a naive look at all rows, alone and together, in the documented order', async () => {
    const columns = 'nodes { code state use floorArea rented community { code } }';
    const all = await asGovernment(`{ valid: houses(first: 200) { ${columns} }
      tombstones: houses(first: 200, filter: { state: RETIRED }) { ${columns} } }`);
    type Node = {
      code: string;
      state: string;
      use: string;
      floorArea: number;
      rented: boolean;
      community: { code: string };
    };
    const tombstones: Node[] = all.data.tombstones.nodes;
    expect(tombstones.map(({ code }) => code)).toEqual([story.retired]);
    const nodes: Node[] = [...all.data.valid.nodes, ...tombstones];
    const state = fc.constantFrom('CURRENT', 'PLANNED', 'RETIRED', undefined, undefined);
    const area = fc.constantFrom('440304001', '440304001002', '440304002', undefined);
    const use = fc.constantFrom('RESIDENTIAL', 'OFFICE', undefined);
    const rented = fc.constantFrom(true, false, undefined);
    const most = fc.option(fc.integer({ min: 30, max: 270 }), { nil: undefined });
    const codeIn = fc.option(fc.subarray(nodes.map((node) => node.code)), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(
        fc.tuple(area, state),
        use,
        rented,
        most,
        codeIn,
        fc.constantFrom(5, 50),
        async ([area, state], use, rented, most, codeIn, first) => {
          const parts = [
            area && `within: "${area}"`,
            state && `state: ${state}`,
            use && `use: ${use}`,
            rented !== undefined && `rented: ${rented}`,
            most !== undefined && `floorArea: { max: ${most} }`,
            codeIn !== undefined && `codeIn: ${JSON.stringify(codeIn)}`,
          ].filter(Boolean);
          const { codes } = await readAll(asGovernment, 'houses', `filter: { ${parts.join(', ')} }`, first);
          const wanted = nodes.filter(
            (node) =>
              (state === undefined ? node.state !== 'RETIRED' : node.state === state) &&
              (!area || node.community.code.startsWith(area)) &&
              (!use || node.use === use) &&
              (rented === undefined || node.rented === rented) &&
              (most === undefined || node.floorArea <= most) &&
              (codeIn === undefined || codeIn.includes(node.code)),
          );
          // the order is part of the contract: within a division by community and code, with codes and else by code
          const key = (node: Node) => (area && !codeIn ? `${node.community.code} ${node.code}` : node.code);
          const inOrder = wanted.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
          expect(codes).toEqual(inOrder.map((node) => node.code));
        },
      ),
      { seed: 7, numRuns: place.runs(100) },
    );
  });

  test('tombstones are listed only where the state asks for them, each once', async () => {
    for (const filter of ['', 'within: "440304", ', 'within: "440304001002", ', `codeIn: ["${story.retired}"], `]) {
      const { codes, totals } = await readAll(asPublic, 'houses', `filter: { ${filter}state: RETIRED }`, 1);
      expect(codes).toEqual([story.retired]);
      expect(totals).toEqual([null]);
    }
    const before = await readAll(asPublic, 'houses', 'filter: { state: RETIRED }, validAt: "2024-06"', 10);
    expect(before.codes).toEqual([]);
    const elsewhere = await readAll(asPublic, 'houses', 'filter: { state: RETIRED, within: "440304001001" }', 10);
    expect(elsewhere.codes).toEqual([]);
  });

  test('lists below a row count and page like those at the root', async () => {
    const { data } = await place.ask(
      `{ division(code: "440304") { children { totalCount nodes { code children(first: 1) { totalCount nodes { code } pageInfo { hasNextPage endCursor } } } }
         grids(first: 3) { totalCount nodes { code buildings { totalCount nodes { houses(first: 2) { totalCount nodes { code } } } } } } } }`,
    );
    expect(data.division.children).toMatchObject({
      totalCount: 2,
      nodes: [{ code: '440304001' }, { code: '440304002' }],
    });
    expect(data.division.children.nodes[0].children.pageInfo.hasNextPage).toBe(true);
    expect(data.division.grids.totalCount).toBe(8);
    expect(data.division.grids.nodes[0].buildings.totalCount).toBe(2); // one has moved away
    const { endCursor } = data.division.children.nodes[0].children.pageInfo;
    const next = await place.ask(
      `{ division(code: "440304001") { children(first: 1, after: "${endCursor}") { nodes { code } pageInfo { hasNextPage hasPreviousPage } } } }`,
    );
    expect(next.data.division.children).toEqual({
      nodes: [{ code: '440304001002' }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
  });

  test('divisions within a division are those below it, at every depth', async () => {
    const { codes } = await readAll(asPublic, 'divisions', 'filter: { within: "440304" }', 2);
    expect(codes).toHaveLength(6);
    const streets = await readAll(asPublic, 'divisions', 'filter: { within: "440300", level: STREET }', 10);
    expect(streets.codes).toEqual(['440304001', '440304002']);
  });

  test('cursors that are forged, of another list, filter, tier or edition are refused', async () => {
    const { data } = await place.ask(`{ houses(first: 1, filter: { use: OFFICE }) { pageInfo { endCursor } } }`);
    const cursor = data.houses.pageInfo.endCursor;
    const refused = async (args: string, tier: Tier = 'PUBLIC') => {
      const { codes } = await place.ask(`{ houses(first: 1, ${args}) { nodes { code } } }`, {}, tier);
      expect(codes).toEqual(['BAD_CURSOR']);
    };
    await refused(`after: "${cursor}"`);
    await refused(`filter: { use: COMMERCIAL }, after: "${cursor}"`);
    await refused(`filter: { use: OFFICE }, validAt: "2025", after: "${cursor}"`);
    await refused(`filter: { use: OFFICE }, after: "${cursor}"`, 'ENTERPRISE');
    await refused(`filter: { use: OFFICE }, knownAt: "${timeOf(place, 3)}", after: "${cursor}"`);
    await refused(`filter: { use: OFFICE }, after: "x${cursor}"`);
    await refused(`filter: { use: OFFICE }, after: ""`);
    const buildings = await place.ask(
      `{ buildings(first: 1, filter: { use: OFFICE }, after: "${cursor}") { nodes { code } } }`,
    );
    expect(buildings.codes).toEqual(['BAD_CURSOR']);
  });

  test.each([0, -1, 1001])('a page of %i rows is refused', async (first) => {
    for (const field of ['houses', 'buildings', 'grids', 'divisions']) {
      const { codes } = await place.ask(`{ ${field}(first: ${first}) { totalCount } }`);
      expect(codes).toEqual(['BAD_ARGUMENT']);
    }
  });

  test('a range that ends before it begins is refused, like a box', async () => {
    const source = '{ houses(filter: { floorArea: { min: 60, max: 50 } }) { totalCount } }';
    const { codes, errors } = await place.ask(source, {}, 'ENTERPRISE');
    expect(codes).toEqual(['BAD_ARGUMENT']);
    expect(errors[0]?.message).toBe('Cannot filter by "floorArea": min must not be above max, is 60 and 50');
  });

  test('more than 1,000 codes are refused', async () => {
    const codeIn = Array.from({ length: 1001 }, (_, number) => `4403040010010100001${String(number).padStart(6, '0')}`);
    const { codes } = await place.ask(
      `query ($codeIn: [HouseCode!]) { houses(filter: { codeIn: $codeIn }) { totalCount } }`,
      { codeIn },
    );
    expect(codes).toEqual(['BAD_ARGUMENT']);
  });
}

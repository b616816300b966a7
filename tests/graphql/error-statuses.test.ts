import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestServer, testServer } from '../harness/server.ts';
import { projectFolder } from '../laws/source-files.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Statuses by code, as docs/errors.md gives them. */
const documented = new Map(
  [...readFileSync(join(projectFolder, 'docs', 'errors.md'), 'utf8').matchAll(/^\| `([A-Z_]+)` \| ([\d, ]+) \|/gm)].map(
    ([, code = '', statuses = '']) => [code, statuses.split(', ').map(Number)],
  ),
);

const page = 'nodes { code }';
const cross = '{ type: "Polygon", coordinates: [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]] }';

test.each([
  [`{ houses(first: 0) { ${page} } }`, 'BAD_ARGUMENT', 200],
  [`{ houses(filter: { use: CASTLE }) { ${page} } }`, 'BAD_REQUEST', 400],
  ['{ changes(register: HOUSES, since: -1) { totalCount } }', 'BAD_ARGUMENT', 200],
  ['{ house(code: "1") { code } }', 'BAD_CODE', 400],
  ['{ house(code: "4403040010010100001000001", validAt: "2026-02-30") { code } }', 'BAD_DATE', 400],
  [`{ buildings(filter: { polygon: [1] }) { ${page} } }`, 'BAD_GEOMETRY', 400],
  [`{ buildings(filter: { polygon: ${cross} }) { ${page} } }`, 'BAD_GEOMETRY', 200],
  [`{ buildings(filter: { bbox: { west: 1, south: 3, east: 2, north: 2 } }) { ${page} } }`, 'BAD_GEOMETRY', 200],
  ['{ gridAt(point: { lon: 200, lat: 22 }) { code } }', 'BAD_POINT', 200],
  [`{ houses(after: "bm9uZQ") { ${page} } }`, 'BAD_CURSOR', 200],
  ['{ node(id: "none") { id } }', 'BAD_ID', 200],
  [`{ houses(filter: { rented: true }) { ${page} } }`, 'FORBIDDEN_FILTER', 200],
])('%s is %s with status %d, alone and beside other fields, as docs/errors.md has it', async (query, code, status) => {
  const alone = await server.api.post(query);
  expect([alone.status, alone.codes]).toEqual([status, [code]]);
  expect(documented.get(code)).toContain(status);
  const beside = await server.api.post(query.replace('{', '{ __typename'));
  expect([beside.status, beside.codes]).toEqual([status, [code]]);
  expect(beside.body.data?.__typename).toBe(status === 200 ? 'Query' : undefined);
});

test('a variable of a wrong type is BAD_ARGUMENT with status 400', async () => {
  const { status, codes } = await server.api.post('query($first: Int) { houses(first: $first) { totalCount } }', {
    first: 'many',
  });
  expect([status, codes]).toEqual([400, ['BAD_ARGUMENT']]);
  expect(documented.get('BAD_ARGUMENT')).toContain(status);
});

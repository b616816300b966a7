import { request } from 'node:http';
import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../harness/server.ts';
import { httpSuite } from '../suite/http.ts';

const house = '4403040010010100001000001';
let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server[Symbol.asyncDispose]());

function postBody(body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  return server.api.send('/graphql', { method: 'POST', headers, body });
}

test('a query over HTTP is answered with its extensions', async () => {
  const { status, body, headers } = await server.api.post(
    'query House($code: HouseCode!) { house(code: $code) { code building { name } floorArea } }',
    { code: house },
  );
  expect(status).toBe(200);
  expect(body.data).toEqual({ house: { code: house, building: { name: 'Building 0' }, floorArea: null } });
  expect(body.extensions).toEqual({
    edition: 4,
    publications: { DIVISIONS: 1, GRIDS: 1, BUILDINGS: 1, HOUSES: 1 },
    withheld: [
      {
        coordinate: 'House.floorArea',
        count: 1,
        reason: expect.any(String),
        requires: 'ENTERPRISE',
        instead: 'floorAreaBand',
      },
    ],
    cost: { requested: 2, limit: 20_000, remaining: 20_000, resetAt: null },
  });
  expect(headers.get('access-control-allow-origin')).toBe('*');
});

httpSuite(() => server.api);

test.each(['PUT', 'DELETE', 'PATCH', 'HEAD'])('%s is refused with 405, whatever it sends', async (method) => {
  const types: Record<string, string>[] = [
    {},
    { 'content-type': 'application/json' },
    { 'content-type': 'text/plain' },
  ];
  for (const headers of types) {
    for (const body of method === 'HEAD' ? [null] : [null, '{"query":"{__typename}"}', '{ no JSON']) {
      const answer = await server.api.send('/graphql', { method, headers, body });
      expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET, POST']);
      expect(answer.codes).toEqual(method === 'HEAD' ? [] : ['BAD_REQUEST']);
    }
  }
});

test('an unknown path is 404, the root leads to GraphQL', async () => {
  expect((await server.api.send('/nothing')).status).toBe(404);
  const root = await server.api.send('/');
  expect([root.status, root.headers.get('location')]).toEqual([302, '/graphql']);
  expect(root.text).toContain('GraphQL is at /graphql');
});

describe('what is too large', () => {
  test('a body over 1 MB is refused with 413', async () => {
    const { status, codes } = await postBody(
      JSON.stringify({ query: '{ __typename }', extensions: { x: 'x'.repeat(2 ** 20) } }),
    );
    expect([status, codes]).toEqual([413, ['TOO_LARGE']]);
  });

  test('a body without an end is refused while it comes', async () => {
    const refused = await new Promise<string>((resolve, reject) => {
      const sending = request(`${server.url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
      });
      const chunk = Buffer.alloc(2 ** 16, 0x20);
      const more = () => sending.write(chunk, () => setImmediate(more));
      sending.on('response', (response) => {
        response.setEncoding('utf8').on('data', (text: string) => resolve(`${response.statusCode} ${text}`));
      });
      sending.on('error', reject);
      more();
    });
    expect(refused).toContain('413');
    expect(refused).toContain('TOO_LARGE');
  });

  test('a document over 64 KB is refused with 413', async () => {
    const { status, codes } = await server.api.post(`{ __typename } #${'x'.repeat(2 ** 16)}`);
    expect([status, codes]).toEqual([413, ['TOO_LARGE']]);
  });

  test.each([
    ['selections', `${'{a'.repeat(20_000)}`],
    ['lists', `{ houses(filter: ${'['.repeat(60_000)}`],
    ['values', `{ houses(filter: ${'{a:'.repeat(20_000)}`],
  ])('nesting of %s without measure is refused before it is parsed', async (_what, query) => {
    const { status, codes, body } = await server.api.post(query);
    expect([status, codes]).toEqual([400, ['TOO_EXPENSIVE']]);
    expect(body.errors[0].message).toMatch(/nesting must be at most 50, is \d+/);
  });

  test('a document of too many tokens is refused', async () => {
    const { status, codes } = await server.api.post(`{ ${'a '.repeat(11_000)} }`);
    expect([status, codes]).toEqual([400, ['BAD_REQUEST']]);
  });

  test('quotes, aliases and directives in great number are answered or refused as any others', async () => {
    expect((await server.api.post(`{ a(b: ${'"""\\'.repeat(15_000)}`)).codes).toEqual(['BAD_REQUEST']);
    const aliases = Array.from({ length: 3000 }, (_, i) => `a${i}: __typename`);
    expect(Object.keys((await server.api.post(`{ ${aliases.join(' ')} }`)).body.data)).toHaveLength(3000);
    expect((await server.api.post(`{ __typename ${'@skip(if: false) '.repeat(1500)} }`)).codes).toContain(
      'BAD_REQUEST',
    );
  });
});

test('the introspection that tools send is answered', async () => {
  const { getIntrospectionQuery, buildClientSchema } = await import('graphql');
  const { body } = await server.api.post(getIntrospectionQuery());
  expect(buildClientSchema(body.data).getQueryType()?.getFields()).toHaveProperty('house');
  expect(body.extensions.cost.requested).toBeLessThan(20_000);
});

test('health tells edition and build', async () => {
  const { status, body } = await server.api.send('/health');
  expect([status, body]).toEqual([200, { status: 'ok', edition: 4, build: 'test' }]);
});

test('a person with a browser gets a page that loads nothing, and a script may ask from any page', async () => {
  const page = await server.api.send('/graphql', { headers: { accept: 'text/html' } });
  expect(page.headers.get('content-type')).toContain('text/html');
  expect(page.text).not.toMatch(/<script|src=|@import|url\(|href="(?:\w+:|\/)/);
  expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-/);
  const preflight = await server.api.send('/graphql', { method: 'OPTIONS' });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get('access-control-allow-headers')).toContain('x-api-key');
});

test('GraphQL over HTTP is spoken: 58 of 61 audits, all that MUST; the others want GET without a preflight header', async () => {
  const results = await auditServer({ url: `${server.url}/graphql`, fetchFn: fetch });
  const failed = results.filter((result) => result.status !== 'ok').map(({ id, name }) => `${id} ${name}`);
  expect(results.length).toBe(61);
  expect(failed.filter((name) => name.includes('MUST'))).toEqual([]);
  expect(failed.map((name) => name.slice(0, 4)).sort()).toEqual(['5A70', '6A70', 'D6D5']);
});

test('answers are compressed for clients that take it', async () => {
  await using remote = await testServer({ compresses: true });
  const { headers, body } = await remote.api.post(
    '{ houses(first: 96) { nodes { code } } }',
    {},
    { 'accept-encoding': 'gzip' },
  );
  expect(headers.get('content-encoding')).toBe('gzip');
  expect(headers.get('vary')).toContain('accept-encoding');
  expect(body.data.houses.nodes).toHaveLength(96);
});

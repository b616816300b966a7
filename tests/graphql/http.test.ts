import { request } from 'node:http';
import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestServer, testServer } from '../harness/server.ts';

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

describe('a request that is no GraphQL', () => {
  test.each([
    ['no JSON', '{ "query": ', 'must be JSON'],
    ['an empty object', '{}', 'POST body missing'],
    ['a number', '7', 'POST body missing'],
    ['a batch', '[{"query":"{__typename}"},{"query":"{__typename}"}]', 'batching disabled'],
    ['a query that is no text', '{"query":{"a":1}}', 'must be strings'],
    ['variables as text', '{"query":"{__typename}","variables":"{}"}', '`variables`'],
    [
      'a persisted query',
      '{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"00"}}}',
      'PersistedQueryNotSupported',
    ],
  ])('that is %s is refused as BAD_REQUEST', async (_what, text, message) => {
    const { status, body, codes } = await postBody(text);
    expect([status === 200 ? 'answered' : 'refused', codes]).toEqual([expect.any(String), ['BAD_REQUEST']]);
    expect(body.errors[0].message).toContain(message);
    expect(body.errors[0].extensions.traceId).toMatch(/^[0-9a-f-]{36}$/);
    expect(body.data).toBeUndefined();
  });

  test('a form that any page can send is refused', async () => {
    const { status, codes, body } = await postBody('{"query":"{__typename}"}', { 'content-type': 'text/plain' });
    expect([status, codes]).toEqual([400, ['BAD_REQUEST']]);
    expect(body.errors[0].message).toContain('Cross-Site Request Forgery');
    expect((await server.api.send('/graphql?query=%7B__typename%7D')).status).toBe(400);
  });

  test.each(['PUT', 'DELETE', 'PATCH'])('%s is refused with 405', async (method) => {
    const { status, headers } = await server.api.send('/graphql', {
      method,
      headers: { 'content-type': 'application/json' },
    });
    expect([status, headers.get('allow')]).toEqual([405, 'GET, POST']);
  });

  test('an unknown path is 404, the root leads to GraphQL', async () => {
    expect((await server.api.send('/nothing')).status).toBe(404);
    const root = await server.api.send('/');
    expect([root.status, root.headers.get('location')]).toEqual([302, '/graphql']);
  });
});

describe('a document that is wrong', () => {
  test.each([
    ['syntax', '{ house(', 'Syntax Error'],
    ['an unknown field', '{ house(code: "4403040010010100001000001") { nothing } }', 'Cannot query field "nothing"'],
    ['an unknown argument', '{ houses(frist: 3) { totalCount } }', 'Unknown argument "frist"'],
    ['an unknown filter', '{ houses(filter: { color: "red" }) { totalCount } }', 'Field "color" is not defined'],
    ['a missing argument', '{ house { code } }', 'argument "code" of type'],
    ['no operation', 'fragment F on House { code }', ''],
    ['two operations and no name', 'query A { __typename } query B { __typename }', 'operation name'],
    ['a mutation', 'mutation { __typename }', ''],
  ])('in %s is refused with 400 and without suggestions', async (_what, query, message) => {
    const { status, codes, body } = await server.api.post(query);
    expect([status, codes[0]]).toEqual([400, 'BAD_REQUEST']);
    expect(body.errors[0].message).toContain(message);
    expect(body.errors[0].message).not.toContain('Did you mean');
    expect(body.data).toBeUndefined();
  });

  test('a code that is none is told with the place of the fault', async () => {
    const literal = await server.api.post('{ house(code: "3101") { code } }');
    expect([literal.status, literal.codes]).toEqual([400, ['BAD_CODE']]);
    expect(literal.body.errors[0]).toMatchObject({
      message: 'Cannot parse house code "3101": length must be 25, is 4',
      locations: [{ line: 1, column: 15 }],
      extensions: { argument: 'code' },
    });
    const variable = await server.api.post('query($code: HouseCode!) { house(code: $code) { code } }', {
      code: '3101',
    });
    expect([variable.status, variable.codes]).toEqual([400, ['BAD_CODE']]);
    expect(variable.body.errors[0]).toMatchObject({
      message: 'Cannot parse house code "3101": length must be 25, is 4',
      extensions: { argument: 'code' },
    });
  });

  test.each<[document: string, variables: object, code: string, argument: string | undefined]>([
    [`{ houses(filter: { codeIn: ["${house}", "3101"] }) { totalCount } }`, {}, 'BAD_CODE', 'filter.codeIn.1'],
    [
      'query($c: [HouseCode!]) { houses(filter: { codeIn: $c }) { totalCount } }',
      { c: [house, '1'] },
      'BAD_CODE',
      'filter.codeIn.1',
    ],
    [
      'query($f: HouseFilter) { a: houses(filter: $f) { totalCount } }',
      { f: { codeIn: ['1'] } },
      'BAD_CODE',
      'filter.codeIn.0',
    ],
    [
      'query($f: HouseFilter) { houses(filter: $f) { totalCount } }',
      { f: { use: 'CASTLE' } },
      'BAD_ARGUMENT',
      'filter.use',
    ],
    ['{ houses(first: "many") { totalCount } }', {}, 'BAD_REQUEST', 'first'],
    ['{ buildings(filter: { polygon: [1] }) { totalCount } }', {}, 'BAD_GEOMETRY', 'filter.polygon'],
    [`{ house(code: "${house}", validAt: "2026-02-30") { code } }`, {}, 'BAD_DATE', 'validAt'],
    [`{ house(code: "${house}", knownAt: "2026-02-30T00:00:00Z") { code } }`, {}, 'BAD_DATE', 'knownAt'],
    [`{ house(code: "${house}", knownAt: 7) { code } }`, {}, 'BAD_DATE', 'knownAt'],
    ['query($d: Date) { houses(validAt: $d) { totalCount } }', { d: { a: [] } }, 'BAD_DATE', 'validAt'],
    ['{ houses { nothing } }', {}, 'BAD_REQUEST', undefined],
  ])('%s %j is refused as %s, about %s', async (document, variables, code, argument) => {
    const { status, codes, body } = await server.api.post(document, variables);
    expect([status, codes, body.errors[0].extensions.argument]).toEqual([400, [code], argument]);
  });

  test.each(['[', '{"a":'])(
    'a code or date that nests without measure (%s) is refused in a few words',
    async (open) => {
      const nested = (depth: number) => `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`;
      const query = 'query($c: [HouseCode!], $d: Date) { houses(validAt: $d, filter: { codeIn: $c }) { totalCount } }';
      for (const name of ['c', 'd']) {
        const { status, text } = await postBody(`{"query":"${query}","variables":{"${name}":${nested(30_000)}}}`);
        expect(status).toBe(400);
        expect(text).toMatch(/must be a string, is (a list|another object)/);
      }
    },
  );

  test('the number of a person in a variable is not repeated', async () => {
    for (const type of ['HouseCode!', 'Use', 'Int']) {
      const argument = { 'HouseCode!': 'filter: { code: $x }', Use: 'filter: { use: $x }', Int: 'first: $x' }[type];
      const query = `query($x: ${type}) { houses(${argument}) { totalCount } }`;
      const { status, text } = await server.api.post(query, { x: '11010519491231002X' });
      expect([status, text.includes('11010519491231002X')]).toEqual([400, false]);
    }
  });

  test('an operation that the document lacks is refused, and nothing is run for it', async () => {
    const query = 'query A { houses(first: 1000) { nodes { building { houses(first: 1000) { nodes { code } } } } } }';
    for (const name of ['B', '', '__proto__']) {
      const { status, codes, body } = await postBody(JSON.stringify({ query, operationName: name }));
      expect([status, codes, body.data]).toEqual([400, ['BAD_REQUEST'], undefined]);
      expect(body.errors[0].message).toBe(`Unknown operation named "${name}".`);
    }
  });

  test('enum values in variables are not guessed at', async () => {
    const { status, codes, text } = await server.api.post(
      'query($use: Use) { houses(filter: { use: $use }) { totalCount } }',
      {
        use: 'RESIDENTAL',
      },
    );
    expect([status, codes]).toEqual([400, ['BAD_ARGUMENT']]);
    expect(text).not.toContain('RESIDENTIAL');
  });

  test.each([0, -1, 1001])('a page of %d rows is refused with its argument', async (first) => {
    const { codes, body } = await server.api.post('query($first: Int) { houses(first: $first) { nodes { code } } }', {
      first,
    });
    expect(codes).toEqual(['BAD_ARGUMENT']);
    expect(body.errors[0].extensions.argument).toBe('first');
  });

  test('a cursor from elsewhere is refused', async () => {
    const { codes } = await server.api.post('{ houses(after: "bm9uZQ") { nodes { code } } }');
    expect(codes).toEqual(['BAD_CURSOR']);
  });

  test('a message that quotes its input is cut', async () => {
    const { text } = await server.api.post('query($code: HouseCode!) { house(code: $code) { code } }', {
      code: '7'.repeat(9000),
    });
    expect(text.length).toBeLessThan(3000);
  });
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
  expect(page.text).not.toMatch(/<script|src=|href=/);
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

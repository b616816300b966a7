import { describe, expect, test } from 'vitest';
import type { ApiClient } from '../harness/client.ts';

const house = '4403040010010100001000001';

/** What is no GraphQL, or wrong GraphQL, over HTTP. `api` asks without a key. */
export function httpSuite(api: () => ApiClient): void {
  const postBody = (body: string, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
    api().send('/graphql', { method: 'POST', headers, body });

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
      expect(body.errors[0].extensions.traceId).toMatch(/^[\w=-]{10,40}$/);
      expect(body.data).toBeUndefined();
    });

    test('a form that any page can send is refused', async () => {
      const { status, codes, body } = await postBody('{"query":"{__typename}"}', { 'content-type': 'text/plain' });
      expect([status, codes]).toEqual([400, ['BAD_REQUEST']]);
      expect(body.errors[0].message).toContain('Cross-Site Request Forgery');
      expect((await api().send('/graphql?query=%7B__typename%7D')).status).toBe(400);
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
      ['a mutation that there is none of', 'mutation { deleteHouse }', 'Cannot query field "deleteHouse"'],
      ['a subscription', 'subscription { __typename }', ''],
    ])('in %s is refused with 400 and without suggestions', async (_what, query, message) => {
      const { status, codes, body } = await api().post(query);
      expect([status, codes[0]]).toEqual([400, 'BAD_REQUEST']);
      expect(body.errors[0].message).toContain(message);
      expect(body.errors[0].message).not.toContain('Did you mean');
      expect(body.data).toBeUndefined();
    });

    test('a code that is none is told with the place of the fault', async () => {
      const literal = await api().post('{ house(code: "3101") { code } }');
      expect([literal.status, literal.codes]).toEqual([400, ['BAD_CODE']]);
      expect(literal.body.errors[0]).toMatchObject({
        message: 'Cannot parse house code "3101": length must be 25, is 4',
        locations: [{ line: 1, column: 15 }],
        extensions: { argument: 'code' },
      });
      const variable = await api().post('query($code: HouseCode!) { house(code: $code) { code } }', {
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
      const { status, codes, body } = await api().post(document, variables);
      expect([status, codes, body.errors[0].extensions.argument]).toEqual([400, [code], argument]);
    });

    test.each(['[', '{"a":'])(
      'a code or date that nests without measure (%s) is refused in a few words',
      async (open) => {
        const nested = (depth: number) => `${open.repeat(depth)}1${(open === '[' ? ']' : '}').repeat(depth)}`;
        const query =
          'query($c: [HouseCode!], $d: Date) { houses(validAt: $d, filter: { codeIn: $c }) { totalCount } }';
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
        const { status, text } = await api().post(query, { x: '11010519491231002X' });
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
      const { status, codes, text } = await api().post(
        'query($use: Use) { houses(filter: { use: $use }) { totalCount } }',
        {
          use: 'RESIDENTAL',
        },
      );
      expect([status, codes]).toEqual([400, ['BAD_ARGUMENT']]);
      expect(text).not.toContain('RESIDENTIAL');
    });

    test.each([0, -1, 1001])('a page of %d rows is refused with its argument', async (first) => {
      const { codes, body } = await api().post('query($first: Int) { houses(first: $first) { nodes { code } } }', {
        first,
      });
      expect(codes).toEqual(['BAD_ARGUMENT']);
      expect(body.errors[0].extensions.argument).toBe('first');
    });

    test('a cursor from elsewhere is refused', async () => {
      const { codes } = await api().post('{ houses(after: "bm9uZQ") { nodes { code } } }');
      expect(codes).toEqual(['BAD_CURSOR']);
    });

    test('a cursor in which any one character is another is refused', async () => {
      const list = (after: string) => `houses(first: 1${after}) { nodes { code } pageInfo { endCursor } }`;
      const first = await api().post(`{ ${list('')} }`);
      const cursor: string = first.body.data.houses.pageInfo.endCursor;
      const altered = [...cursor].map((sign, at) => `${cursor.slice(0, at)}${another(sign)}${cursor.slice(at + 1)}`);
      for (let start = 0; start < altered.length; start += 40) {
        const some = altered.slice(start, start + 40);
        const { codes, body } = await api().post(
          `{ ${some.map((after, at) => `c${at}: ${list(`, after: "${after}"`)}`).join(' ')} }`,
        );
        expect(codes).toEqual(some.map(() => 'BAD_CURSOR'));
        expect(Object.values(body.data)).toEqual(some.map(() => null));
      }
      const next = await api().post(`{ ${list(`, after: "${cursor}"`)} }`);
      expect([next.codes, next.body.data.houses.nodes.length]).toEqual([[], 1]);
    });

    test('a message that quotes its input is cut', async () => {
      const { text } = await api().post('query($code: HouseCode!) { house(code: $code) { code } }', {
        code: '7'.repeat(9000),
      });
      expect(text.length).toBeLessThan(3000);
    });
  });
}

const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Another sign, whose highest bit differs: lower ones of the last sign stand for nothing. */
function another(sign: string): string {
  return base64url[base64url.indexOf(sign) ^ 32] ?? '';
}

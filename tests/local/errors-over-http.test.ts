import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ApiAnswer, type ApiClient, apiClient } from '../harness/client.ts';
import { servedAt } from '../harness/publishing-command.ts';
import { projectFolder } from '../laws/source-files.ts';

/** The tables of docs/errors.md, row by row, against a running `npm start`. */
const text = readFileSync(join(projectFolder, 'docs', 'errors.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'basegrid-errors-'));
const server = spawn('npm', ['start'], {
  cwd: projectFolder,
  env: {
    ...process.env,
    ...{ BASEGRID_DATA: join(folder, 'data'), BASEGRID_PORT: '0', BASEGRID_STORE: 'sqlite', BASEGRID_NOW: '' },
    ...{ BASEGRID_SAMPLE: '2000', BASEGRID_LIMITS: 'on', BASEGRID_HOST: '' },
  },
  detached: true, // a group of its own: npm and the server
  stdio: ['ignore', 'pipe', 'ignore'],
});
let api: ApiClient;
beforeAll(async () => {
  api = apiClient(await servedAt(server as Parameters<typeof servedAt>[0]));
});
afterAll(async () => {
  const ended = once(server, 'exit');
  process.kill(-(server.pid ?? 0), 'SIGKILL');
  await ended;
  rmSync(folder, { recursive: true });
});

/** Cells of the rows of the table below a heading. */
function tableBelow(heading: string): readonly (readonly string[])[] {
  const [, part = ''] = text.slice(text.indexOf(`\n## ${heading}\n`)).split(/^## .*$/m);
  const lines = part.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const json = { 'content-type': 'application/json' };
const body = (query: string) => JSON.stringify({ query });
const post = (query: string, headers = {}) => api.post(query, {}, headers);
const send = (path: string, init: RequestInit) => api.send(path, init);
const credit = (subject: string) =>
  post(`{ creditReport(subject: "${subject}", purpose: CONTRACT) { __typename } }`, { 'idempotency-key': 'once' });
const many = `{ ${'abcdefghi'.replace(/./g, (name) => `${name}: houses(first: 1000) { nodes { code } } `)} }`;

/** Requests for every code and status that the document names; each of an array is answered so. */
const requests: { readonly [codeAndStatus: string]: readonly (() => Promise<ApiAnswer>)[] } = {
  'BAD_REQUEST 400': [
    () => send('/graphql', { method: 'POST', headers: json, body: '{' }),
    () => send('/graphql', { method: 'POST', headers: json, body: `[${body('{ __typename }')}]` }),
    () => send('/graphql', { method: 'POST', headers: json, body: '{}' }),
    () => post('{ houses('),
    () => post('{ nothing }'),
    () => post('{ houses(size: 3) { totalCount } }'),
    () =>
      send('/graphql', {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ query: 'query A { __typename }', operationName: 'B' }),
      }),
    () =>
      post(
        '{ a: creditReport(subject: "91999999MA00000747", purpose: CONTRACT) { __typename } b: creditReport(subject: "91999999MA00000747", purpose: CONTRACT) { __typename } }',
      ),
    () =>
      post('{ creditReport(subject: "91999999MA00000747", purpose: CONTRACT) { __typename } }', {
        'idempotency-key': '"',
      }),
  ],
  'BAD_REQUEST 200': [async () => (await credit('91999999MA00000747')) && credit('11999999MA00000L9C')],
  'BAD_ARGUMENT 400': [() => api.post('query($n: Int) { houses(first: $n) { totalCount } }', { n: 'many' })],
  'BAD_ARGUMENT 200': [() => post('{ houses(first: 0) { totalCount } }')],
  'BAD_CODE 400': [() => post('{ house(code: "3101") { code } }'), () => post('{ entity(code: "x") { code } }')],
  'BAD_DATE 400': [() => post('{ grid(code: "44030400900703", validAt: "2026-02-30") { code } }')],
  'BAD_GEOMETRY 400': [() => post('{ grids(filter: { polygon: [1] }) { totalCount } }')],
  'BAD_GEOMETRY 200': [
    () => post('{ grids(filter: { bbox: { west: 1, south: 3, east: 2, north: 2 } }) { totalCount } }'),
    () => post('{ grids(filter: { polygon: { type: "Point", coordinates: [1, 2] } }) { totalCount } }'),
  ],
  'BAD_POINT 200': [() => post('{ gridAt(point: { lon: 200, lat: 22 }) { code } }')],
  'BAD_CURSOR 200': [() => post('{ houses(after: "bm9uZQ") { nodes { code } } }')],
  'BAD_ID 200': [() => post('{ node(id: "none") { id } }')],
  'FORBIDDEN_FILTER 200': [() => post('{ houses(filter: { rented: true }) { nodes { code } } }')],
  'FORBIDDEN 200': [() => post('mutation { unwatch(subjects: ["91999999MA00000747"]) { __typename } }')],
  'PERSON_DATA 400': [() => post('{ entities(filter: { name: "11010519491231002X" }) { totalCount } }')],
  'BAD_KEY 401': [() => post('{ __typename }', { 'x-api-key': 'bg_mistyped' })],
  'TOO_LARGE 413': [
    () => send('/graphql', { method: 'POST', headers: json, body: ' '.repeat(2 ** 20 + 1) }),
    () => post(`{ __typename } #${'x'.repeat(2 ** 16)}`),
  ],
  'TOO_EXPENSIVE 400': [
    () => post('{ grids(first: 1000) { nodes { buildings(first: 1000) { nodes { code } } } } }'),
    () => post('{'.repeat(60)),
  ],
  'RATE_LIMITED 429': [async () => (await post(many)) && (await post(many)) && post(many)],
};

/** No request brings these about while all is well: tests/graphql/faults.test.ts does, by stores that fail. */
const ours = ['INTERNAL 500', 'UNAVAILABLE 503'];

test('every code of docs/errors.md is answered with the statuses that stand beside it', async () => {
  const listed = tableBelow('Codes').flatMap(([code = '', statuses = '']) =>
    statuses.split(', ').map((status) => `${code.replaceAll('`', '')} ${status}`),
  );
  expect(listed.toSorted()).toEqual([...Object.keys(requests), ...ours].toSorted());
  for (const wanted of Object.keys(requests)) if (wanted !== last) await askAll(wanted);
});

/** Asked when all else is: nothing is left of the budget then. */
const last = 'RATE_LIMITED 429';

async function askAll(wanted: string): Promise<void> {
  for (const ask of requests[wanted] ?? []) {
    const { status, codes, text: told } = await ask();
    expect([`${codes[0]} ${status}`, told]).toEqual([wanted, expect.stringContaining('"message"')]);
  }
}

const html = { accept: 'text/html' };

/** Requests for every row of what is answered before GraphQL. */
const refused: { readonly [row: string]: readonly (() => Promise<ApiAnswer>)[] } = {
  'another method than GET, POST and OPTIONS': ['PUT', 'DELETE', 'PATCH'].map(
    (method) => () => send('/graphql', { method, headers: json, body: body('{ __typename }') }),
  ),
  'a mutation by GET': [() => api.get('mutation { unwatch(subjects: ["91999999MA00000747"]) { __typename } }')],
  'GET without the header `apollo-require-preflight: 1`': [
    () => send(`/graphql?query=${encodeURIComponent('{ __typename }')}`, {}),
    () => send('/graphql', {}),
  ],
  'POST as a form or as `text/plain`': ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'].map(
    (type) => () =>
      send('/graphql', { method: 'POST', headers: { 'content-type': type }, body: body('{ __typename }') }),
  ),
  'a path that is none': ['/nothing', '/graphql/', '/docs/', '/evidence'].map((path) => () => send(path, {})),
  'a part of the evidence log that is not there': ['tile/0/999', 'nothing'].map(
    (path) => () => send(`/evidence/${path}`, {}),
  ),
  'GET of `/graphql` by a browser': [() => send('/graphql', { headers: html })],
  'GET of `/`': [{}, html].map((headers) => () => send('/', { headers })),
};

test('what HTTP itself refuses is answered as docs/errors.md says', async () => {
  const rows = tableBelow('Before GraphQL');
  expect(rows.map(([request]) => request)).toEqual(Object.keys(refused));
  for (const [request = '', status = '', answer = ''] of rows) {
    const [, code] = /^`([A-Z_]+)`/.exec(answer) ?? [];
    const [, methods] = /`allow: (.*?)`/.exec(answer) ?? [];
    for (const ask of refused[request] ?? []) {
      const answered = await ask();
      expect([request, answered.status, answered.codes]).toEqual([request, Number(status), code ? [code] : []]);
      if (methods !== undefined) expect(answered.headers.get('allow')).toBe(methods);
    }
  }
  expect((await send('/', { headers: html })).headers.get('location')).toBe('/graphql');
});

test('an introspection costs what docs/errors.md says', async () => {
  const cost = async (query: string) => (await post(query, { 'x-dry-run': '1' })).body.extensions.cost.requested;
  const [, points] = tableBelow('Prices').find(([what]) => what?.includes('introspection')) ?? [];
  const each = Number.parseInt(points ?? '', 10);
  expect(await cost('{ __type(name: "House") { name kind } }')).toBe(each);
  expect(await cost('{ __schema { types { name fields { name } } } }')).toBe(3 * each);
});

test('a box whose west lies east of its east crosses the antimeridian (RFC 7946, 5.2); one upside down is told both', async () => {
  const count = async (west: number, east: number) => {
    const filter = `bbox: { west: ${west}, south: 22, east: ${east}, north: 23 }`;
    const { body: answered } = await post(`{ grids(filter: { ${filter} }, first: 1) { nodes { code } } }`);
    return answered.data.grids.nodes.length;
  };
  expect([await count(113, 115), await count(115, 113), await count(170, 114)]).toEqual([1, 0, 1]);
  const { body: wrong } = await post(
    '{ grids(filter: { bbox: { west: 2, south: 3, east: 1, north: 2 } }) { totalCount } }',
  );
  expect(wrong.errors[0].message).toBe(
    'Cannot take box: south must not be above north, is 3 and 2 (west may be above east: the box crosses the antimeridian then)',
  );
});

test('whoever spends more than his budget is told to wait', async () => {
  await askAll(last);
  expect(Number((await post(many)).headers.get('retry-after'))).toBeGreaterThan(0);
});

import { runInNewContext } from 'node:vm';
import { type Node, parse } from 'acorn';
import { full } from 'acorn-walk';
import { expect, test } from 'vitest';
import { hasKey, routeOf } from '../../functions/platform/route.ts';
import { handler, type ViewerRequest } from '../../infra/edge/viewer-request.ts';
import { viewerRequestCode } from '../../infra/edge/viewer-request-code.ts';

const code = viewerRequestCode();

/** In a world that has nothing but the language, as CloudFront's. */
function atTheEdge(event: ViewerRequest): ViewerRequest['request'] {
  return JSON.parse(runInNewContext(`${code}; JSON.stringify(handler(${JSON.stringify(event)}))`));
}

const paths = [
  '/graphql',
  '/public/graphql',
  '/entitled/graphql',
  '/health',
  '/',
  '/graphql/',
  '/GRAPHQL',
  '/evidence/key',
];
const callers: ViewerRequest['request']['headers'][] = [
  {},
  { accept: { value: '*/*' } },
  { 'x-api-key': { value: 'bg_x' } },
  { 'x-api-key': { value: '' } },
  { authorization: { value: 'Bearer x' } },
  { 'x-basegrid-viewer': { value: '203.0.113.9' } },
];
const cases = paths.flatMap((uri) =>
  callers.map((headers) => ({ viewer: { ip: '198.51.100.7' }, request: { uri, headers } })),
);

test('CloudFront and the local server send every request to the same function', () => {
  for (const event of cases) {
    const { uri, headers } = event.request;
    const entrance = routeOf(uri, hasKey(headers));
    expect(atTheEdge(event).uri).toBe(entrance === null ? uri : `/${entrance}/graphql`);
    expect(atTheEdge(event)).toEqual(handler(structuredClone(event)));
  }
});

test('a key at CloudFront is never sent to the function of keyless callers, nor the other way round', () => {
  const asked = (headers: ViewerRequest['request']['headers']) =>
    atTheEdge({ viewer: { ip: '198.51.100.7' }, request: { uri: '/graphql', headers } }).uri;
  expect(asked({})).toBe('/public/graphql');
  expect(asked({ 'x-api-key': { value: '' } })).toBe('/entitled/graphql');
});

test('whose request it is, CloudFront says and not the caller', () => {
  for (const event of cases) expect(atTheEdge(event).headers['x-basegrid-viewer']).toEqual({ value: '198.51.100.7' });
});

test('the script is small and keeps to what CloudFront understands', () => {
  expect(Buffer.byteLength(code)).toBeLessThan(10_240);
  const kinds = new Set<string>();
  full(parse(code, { ecmaVersion: 2020, sourceType: 'script' }), (node: Node) => void kinds.add(node.type));
  const foreign = [
    'ObjectPattern',
    'ArrayPattern',
    'ClassDeclaration',
    'ClassExpression',
    'ForOfStatement',
    'SpreadElement',
    'ImportExpression',
  ];
  expect(foreign.filter((kind) => kinds.has(kind))).toEqual([]);
});

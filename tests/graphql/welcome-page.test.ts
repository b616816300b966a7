import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { GraphqlRequest } from '../../functions/graphql/graphql-request.ts';
import { addressIn, welcomePage } from '../../functions/graphql/welcome-page.ts';
import { type TestServer, testServer } from '../harness/server.ts';

let server: TestServer;
let page = '';
let policy = '';
beforeAll(async () => {
  server = await testServer();
  const answer = await fetch(`${server.url}/`, { headers: { accept: 'text/html' } });
  page = await answer.text();
  policy = answer.headers.get('content-security-policy') ?? '';
});
afterAll(() => server[Symbol.asyncDispose]());

/** Contrast of two colours of six or three hexadecimal digits (WCAG 2.2, "contrast ratio"). */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const digits = colour.length === 3 ? colour.replace(/./g, '$&$&') : colour;
  const [red = 0, green = 0, blue = 0] = (digits.match(/../g) ?? []).map((two) => {
    const share = Number.parseInt(two, 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

test('the page tells its language, fits its window, and has headings without gaps, in English and in Chinese', () => {
  expect(page).toContain('<html lang="en">');
  expect(page).toContain('<section id="zh" lang="zh-CN">');
  expect(page).toContain('<meta name="viewport" content="width=device-width, initial-scale=1">');
  expect(page.match(/<h\d/g)).toEqual(['<h1', '<h2', '<h3', '<h2', '<h3']);
  expect(page).toMatch(/<title>.+<\/title>/);
});

test('its texts can be read: contrast of 7 and more on what lies behind them', () => {
  const [, text = '', ground = ''] = /color: #(\w+); background: #(\w+);/.exec(page) ?? [];
  const [, link = ''] = /\ba \{ color: #(\w+) \}/.exec(page) ?? [];
  const [, code = ''] = /pre \{ background: #(\w+);/.exec(page) ?? [];
  for (const [front, back] of [
    [text, ground],
    [link, ground],
    [text, code],
  ] as const)
    expect(contrast(front, back)).toBeGreaterThan(7);
});

test('the policy lets nothing in but the one style, by its hash', () => {
  const [, style = ''] = /<style>([\s\S]*)<\/style>/.exec(page) ?? [];
  expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(page.match(/<(?:script|img|link|iframe|form)|style="| on\w+=/g)).toBeNull();
});

test('every link leads somewhere, and its query is answered as it stands there', async () => {
  const links = [...new Set([...page.matchAll(/href="([^"#]+)"/g)].map(([, link = '']) => link))];
  expect(links).toEqual(expect.arrayContaining(['schema.graphql', 'health', 'docs/errors.md', 'evidence/checkpoint']));
  for (const link of links.filter((path) => !path.startsWith('evidence/')))
    expect([link, (await fetch(new URL(link, `${server.url}/graphql`))).status]).toEqual([link, 200]);
  for (const [, id = ''] of page.matchAll(/href="#(\w+)"/g)) expect(page).toContain(`id="${id}"`);
  const [, query = ''] = /-d '(.*?)'/.exec(page) ?? [];
  const [, address = ''] = / {2}(http:\S+)<\/pre>/.exec(page) ?? [];
  expect(address).toBe(`${server.url}/graphql`);
  const answer = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: query });
  expect(await answer.json()).toMatchObject({ data: { divisions: { nodes: expect.any(Array) } } });
});

test('what is no host is not repeated, and where files are not handed out no link leads to them', () => {
  const address = (host: string, scheme = 'http') =>
    addressIn({ headers: { host, 'x-forwarded-proto': scheme } } as unknown as GraphqlRequest);
  expect(address('data.example', 'https')).toBe('https://data.example/graphql');
  expect(address('[::1]:4000')).toBe('http://[::1]:4000/graphql');
  for (const host of ['<script>', 'a b', 'x:y', 'abc.execute-api.eu-central-1.amazonaws.com', ''])
    expect(address(host)).toBe('ADDRESS-OF-THIS-PAGE');
  const { body } = welcomePage({ address: 'x', documents: false });
  expect(body).not.toMatch(/href="(?:docs|README|schema)/);
  expect(body).toContain('href="health"');
});

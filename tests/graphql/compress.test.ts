import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { eventOf } from '../../functions/local/http-event.ts';
import type { HttpAnswer, HttpHandler } from '../../functions/platform/http.ts';
import { type PublishingStore, publishingStore } from '../harness/publishing-store.ts';

/** The Lambda function itself, as its stack configures it, over an event of API Gateway. */
let city: PublishingStore;
let handler: HttpHandler;

beforeAll(async () => {
  city = publishingStore();
  await city.publishCity();
  vi.stubEnv('BASEGRID_DATA', join(city.folder, 'data'));
  vi.stubEnv('BASEGRID_COMPRESS', 'on');
  ({ handler } = await import('../../functions/graphql/handler.ts'));
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await city[Symbol.asyncDispose]();
});

const long = '{ houses(first: 24) { nodes { code room floor use state validFrom building { code address } } } }';

function ask(query: string, headers: { readonly [name: string]: string }, method = 'POST'): Promise<HttpAnswer> {
  const search = method === 'GET' ? `query=${encodeURIComponent(query)}` : '';
  const request = {
    ...{ method, httpVersion: '1.1', socket: { remoteAddress: '127.0.0.1' } },
    headers: { 'content-type': 'application/json', 'apollo-require-preflight': '1', ...headers },
  } as unknown as Parameters<typeof eventOf>[0];
  const body = method === 'GET' ? '' : JSON.stringify({ query });
  return handler(eventOf(request, { path: '/graphql', search }, body));
}

const plainly = async (method?: string) => (await ask(long, {}, method)).body;

test.each([
  ['br', 'gzip, deflate, br', brotliDecompressSync],
  ['gzip', 'GZIP;q=0.8, br;q=0', gunzipSync],
])('a POST is answered in %s to who takes "%s", in the form that was asked for', async (coding, accepted, inflate) => {
  const accept = 'application/graphql-response+json';
  const { headers, body, isBase64Encoded } = await ask(long, { accept, 'accept-encoding': accepted });
  expect(headers).toMatchObject({ 'content-encoding': coding, vary: expect.stringContaining('accept-encoding') });
  expect(headers['content-type']).toContain(accept);
  expect(isBase64Encoded).toBe(true);
  const plain = await plainly();
  expect(JSON.parse(inflate(Buffer.from(body, 'base64')).toString())).toEqual(JSON.parse(plain));
  expect(body.length).toBeLessThan(plain.length);
});

test.each([
  ['who does not take it', long, 'identity, gzip;q=0'],
  ['short ones', '{ __typename }', 'gzip, br'],
])('answers stay as they are: %s', async (_why, query, accepted) => {
  const { headers, body, isBase64Encoded } = await ask(query, { 'accept-encoding': accepted });
  expect([headers['content-encoding'], isBase64Encoded ?? false]).toEqual([undefined, false]);
  expect(headers.vary).toContain('accept-encoding');
  expect(JSON.parse(body).errors).toBeUndefined();
});

test('an entity tag is weak, and known again whatever the encoding was', async () => {
  const tagged = await ask(long, { 'accept-encoding': 'br' }, 'GET');
  expect(tagged.headers).toMatchObject({ 'content-encoding': 'br', etag: expect.stringMatching(/^W\//) });
  const again = await ask(long, { 'accept-encoding': 'gzip', 'if-none-match': tagged.headers.etag ?? '' }, 'GET');
  expect([again.statusCode, again.body]).toEqual([304, '']);
  expect(again.headers.vary).toBe(tagged.headers.vary);
});

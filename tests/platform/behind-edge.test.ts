import { expect, test } from 'vitest';
import { behindEdge } from '../../functions/platform/behind-edge.ts';
import type { HttpEvent, HttpHandler } from '../../functions/platform/http.ts';

const tellsSource: HttpHandler = async ({ requestContext }) => ({
  statusCode: 200,
  headers: {},
  body: requestContext.http.sourceIp,
});

async function sourceOf(proof: string | null, headers: { [name: string]: string }): Promise<string> {
  const event = { headers, requestContext: { http: { sourceIp: '130.176.0.1' } } } as unknown as HttpEvent;
  return (await behindEdge(proof, tellsSource)(event)).body;
}

test('behind CloudFront a request comes from where CloudFront says', async () => {
  const headers = { 'x-basegrid-edge': 'proof', 'x-basegrid-viewer': '2001:db8::1' };
  expect(await sourceOf('proof', headers)).toBe('2001:db8::1');
});

test('nobody else decides where his request comes from', async () => {
  const claimed = { 'x-basegrid-viewer': '203.0.113.9' };
  expect(await sourceOf('proof', claimed)).toBe('130.176.0.1');
  expect(await sourceOf('proof', { ...claimed, 'x-basegrid-edge': 'proo' })).toBe('130.176.0.1');
  expect(await sourceOf('proof', { ...claimed, 'x-basegrid-edge': '' })).toBe('130.176.0.1');
  expect(await sourceOf(null, { ...claimed, 'x-basegrid-edge': 'proof' })).toBe('130.176.0.1');
});

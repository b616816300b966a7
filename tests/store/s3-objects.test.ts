import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RetryPolicy } from '../../functions/store/dynamodb/retry.ts';
import { s3Objects } from '../../functions/store/s3-objects.ts';

/** The few words of S3's protocol that an object store needs (path style), with faults by plan: what stands here is S3, not our store. */
describe('s3Objects()', () => {
  const objects = new Map<string, Buffer>();
  const faults: ('busy' | 'reset' | 'cut')[] = [];
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  let port = 0;
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  });
  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const name = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
    const fault = faults.shift();
    if (fault === 'reset') return void request.socket.resetAndDestroy();
    if (fault === 'busy') return sendError(response, 503, 'SlowDown');
    if (request.method === 'PUT') {
      objects.set(name, body);
      response.end();
      return;
    }
    const found = objects.get(name);
    if (found === undefined) return sendError(response, 404, 'NoSuchKey');
    response.writeHead(200, { 'content-length': found.length });
    if (fault === 'cut') response.write(found.subarray(0, 3), () => request.socket.resetAndDestroy());
    else response.end(found);
  }

  const retry: RetryPolicy = {
    attempts: 3,
    baseMilliseconds: 1,
    capMilliseconds: 1,
    random: () => 0,
    sleep: async () => {},
  };
  const open = () => s3Objects({ url: `http://127.0.0.1:${port}`, region: null, hasKeys: false }, 'reports', retry);
  const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString());

  test('an object put is read as it was, replaced by the next, and absent before', async () => {
    const store = open();
    const name = 'houses/2026 福田 #1.csv.report.json';
    expect(await store.get(name)).toBe(null);
    await store.put(name, Buffer.from('one'));
    await store.put(name, Buffer.from('two'));
    expect(text(await store.get(name))).toBe('two');
    expect([...objects.keys()]).toEqual([`/reports/${name}`]);
  });

  test('a busy service and connections that break, even within an object, are retried', async () => {
    const store = open();
    faults.push('busy', 'reset');
    await store.put('a', Buffer.from('a longer text'));
    faults.push('cut', 'busy');
    expect(text(await store.get('a'))).toBe('a longer text');
    faults.push('busy', 'busy', 'busy');
    await expect(store.get('a')).rejects.toThrow('Cannot read object "a": the store must answer within 3 attempts');
  });
});

function sendError(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>planned</Message></Error>`);
}

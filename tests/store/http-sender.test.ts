import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { isTransient } from '../../functions/store/dynamodb/transient.ts';
import { httpSender, type Outgoing } from '../../functions/store/http-sender.ts';

const patient = { connectionTimeout: 5000, requestTimeout: 5000, socketTimeout: 5000 };

/** A server that answers by `answer`, a sender, and the connections that were opened. */
async function running(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const connections: Socket[] = [];
  const server = createServer(answer).on('connection', (socket: Socket) =>
    connections.push(socket.on('error', () => {})),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sender = httpSender(patient);
  const request: Outgoing = {
    ...{ protocol: 'http:', hostname: '127.0.0.1', port, method: 'POST', path: '/a%20b' },
    ...{ headers: { 'x-amz-target': 'one' }, body: 'ä' },
  };
  const close = async () => {
    sender.destroy();
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { sender, request, connections, [Symbol.asyncDispose]: close };
}

test('a request goes out as it is, and its answer comes with status, headers and body', async () => {
  await using run = await running(async (request, response) => {
    response.setHeader('x-amz-crc32', '7').writeHead(400);
    response.end(JSON.stringify([request.method, request.url, request.headers['x-amz-target'], await text(request)]));
  });
  const { response } = await run.sender.handle(run.request, {});
  expect([response.statusCode, response.headers['x-amz-crc32']]).toEqual([400, '7']);
  expect(JSON.parse(await text(response.body))).toEqual(['POST', '/a%20b', 'one', 'ä']);
});

test('requests that follow one another share a connection, those at once have one each', async () => {
  await using run = await running((request, response) => void request.resume().on('end', () => response.end('{}')));
  const ask = async () => text((await run.sender.handle(run.request, {})).response.body);
  for (let turn = 0; turn < 3; turn++) {
    await ask();
    await new Promise((next) => setImmediate(next));
  }
  expect(run.connections).toHaveLength(1);
  await Promise.all([ask(), ask(), ask()]);
  expect(run.connections).toHaveLength(3);
});

test.each(['before it is sent', 'before its answer', 'within its answer'])(
  'a request that is given up %s is broken off, and fails as what must not be tried again',
  async (when) => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    await using run = await running((_request, response) => {
      if (when === 'within its answer') response.write('{');
      resolve();
    });
    const work = new AbortController();
    if (when === 'before it is sent') work.abort();
    else asked.then(() => setImmediate(() => work.abort()));
    const failed = run.sender
      .handle(run.request, { abortSignal: work.signal })
      .then(({ response }) => text(response.body))
      .catch((error: unknown) => error);
    expect(await failed).toMatchObject({ name: 'AbortError' });
    expect(isTransient(await failed)).toBe(false);
    for (const connection of run.connections)
      if (!connection.destroyed) await new Promise((closed) => connection.once('close', closed));
  },
);

test('a connection that nobody takes fails as what may be tried again', async () => {
  const run = await running(() => {});
  await run[Symbol.asyncDispose]();
  const failed = await httpSender(patient)
    .handle(run.request, {})
    .catch((error: unknown) => error);
  expect(failed).toMatchObject({ code: 'ECONNREFUSED' });
  expect(isTransient(failed)).toBe(true);
});

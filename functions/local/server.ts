import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isVisible } from '../../schema/errors.ts';
import { compressed, type Payload, payloadOf } from '../platform/compress.ts';
import { errorAnswer } from '../platform/error-answer.ts';
import type { HttpAnswer, HttpHandler } from '../platform/http.ts';
import { type Entrance, hasKey, routeOf } from '../platform/route.ts';
import { documentAt } from './documents.ts';
import { eventOf, targetOf } from './http-event.ts';
import { readBody } from './read-body.ts';

/** Where to listen, and who answers. */
export interface Listening {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly handlers: Readonly<Record<Entrance, HttpHandler>>;
  /** Serves the evidence log; without it there is none. */
  readonly evidence?: HttpHandler;
  /** Whether answers are compressed for clients that take it; between processes of one machine it only costs time. */
  readonly compresses: boolean;
}

/** A server that listens. */
export interface LocalServer {
  /** `http://127.0.0.1:4000` */
  readonly url: string;
  /** Takes no more requests, and ends when those under way are answered (or after ten seconds). */
  close(): Promise<void>;
}

const graceMilliseconds = 10_000;

/** Serves the functions over HTTP as API Gateway and CloudFront would. Throws when it cannot listen. */
export async function serve(listening: Listening): Promise<LocalServer> {
  const server = createServer(async (request, response) => {
    const payload = await payloadFor(request, listening).catch(() => null);
    // Once no more requests are taken, a connection that is kept open would only delay the end.
    if (!server.listening) response.shouldKeepAlive = false;
    if (payload === null)
      response.destroy(); // the client went away while it was sending
    else send(request, response, payload);
  });
  server.listen(listening.port, listening.host);
  await once(server, 'listening'); // or throws what `error` tells
  const { port } = server.address() as AddressInfo;
  const host = listening.host.includes(':') ? `[${listening.host}]` : listening.host;
  return { url: `http://${host}:${port}`, close: () => close(server) };
}

async function payloadFor(request: IncomingMessage, listening: Listening): Promise<Payload> {
  const payload = payloadOf(await answerTo(request, listening));
  return listening.compresses ? compressed(payload, String(request.headers['accept-encoding'] ?? '')) : payload;
}

function send(request: IncomingMessage, response: ServerResponse, { status, headers, bytes }: Payload): void {
  const hasBody = status !== 204 && status !== 304;
  response.writeHead(status, hasBody ? { ...headers, 'content-length': bytes.length } : headers);
  response.end(hasBody ? bytes : undefined);
  // Whoever sends more than is read would wait for an answer that has come.
  if (!request.complete) response.once('finish', () => request.destroy());
}

async function answerTo(request: IncomingMessage, { handlers, evidence }: Listening): Promise<HttpAnswer> {
  const target = targetOf(request);
  if (evidence !== undefined && target.path.startsWith('/evidence/')) return evidence(eventOf(request, target, ''));
  if (target.path === '/health') return handlers.public(eventOf(request, target, ''));
  if (target.path === '/') return atRoot;
  const entrance = routeOf(target.path, hasKey(request.headers));
  if (entrance === null) return (await documentAt(target.path)) ?? notFound();
  try {
    const body = await readBody(request);
    return await handlers[entrance](eventOf(request, { ...target, path: `/${entrance}/graphql` }, body));
  } catch (error) {
    if (!isVisible(error)) throw error;
    const refused = errorAnswer(error, randomUUID());
    return { ...refused, headers: { ...refused.headers, connection: 'close' } };
  }
}

const places =
  'GraphQL is at /graphql, its state at /health, its schema at /schema.graphql, the evidence log below /evidence';

/** A browser goes on to the page; other programs show the line. */
const atRoot: HttpAnswer = {
  statusCode: 302,
  headers: { location: '/graphql', 'content-type': 'text/plain; charset=utf-8' },
  body: `${places}\n`,
};

/** The path is not repeated: it may hold anything. */
function notFound(): HttpAnswer {
  const message = `Cannot find what is asked for: ${places}`;
  return {
    statusCode: 404,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] }),
  };
}

async function close(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const timer = setTimeout(() => server.closeAllConnections(), graceMilliseconds);
  await closed;
  clearTimeout(timer);
}

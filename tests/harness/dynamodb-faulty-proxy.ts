import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Endpoint } from '../../functions/platform/config.ts';

/** What the proxy does to one request; `pass` hands it on untouched. */
export type Fault =
  | 'pass'
  /** The connection breaks before the engine hears of the request. */
  | 'reset'
  /** The engine carries the request out, and the connection breaks in the middle of its answer. */
  | 'reset after'
  /** The engine carries the request out, and one bit of its answer is another one where it arrives. */
  | 'flip'
  /** Nothing is heard of it, until the connections that wait are broken. */
  | 'hold'
  /** Refused with HTTP 400 as AWS does beyond a table's throughput. */
  | 'throttle'
  /** HTTP 500. */
  | 'fail'
  /** Of a batch only the first key or item reaches the engine; the rest comes back unprocessed. */
  | 'first only'
  /** Of a batch nothing reaches the engine. */
  | 'none';

/** A real HTTP proxy before an engine, which does harm by plan. */
export interface FaultyProxy extends AsyncDisposable {
  readonly endpoint: Endpoint;
  /** Names of the operations seen, in order (`BatchGetItem`). */
  readonly seen: string[];
  /** Faults for the requests to come, in order; afterwards all pass. */
  plan(...faults: Fault[]): void;
  /** What happens to every request that no plan names, from now on. */
  harm(decide: (operation: string) => Fault): void;
  /** Lets all requests pass from now on, whatever was planned. */
  calm(): void;
  /** How many requests are held, of which nobody has given up. */
  readonly held: () => number;
  /** Breaks the connections of requests that are held. */
  breakHeld(): void;
  stop(): Promise<void>;
}

type Batch = Record<string, { Keys?: unknown[] } | unknown[]>;

/** Starts a proxy before `engine` on a free port. */
export async function startFaultyProxy(engine: Endpoint): Promise<FaultyProxy> {
  const faults: Fault[] = [];
  const seen: string[] = [];
  const held = new Set<ServerResponse>();
  let decide: (operation: string) => Fault = () => 'pass';
  const server = createServer((request, response) => {
    const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    seen.push(operation);
    const fault = faults.shift() ?? decide(operation);
    if (fault === 'hold') {
      held.add(response);
      response.on('close', () => held.delete(response));
      return;
    }
    handle(fault, { request, response, url: engine.url ?? '' }).catch(() => request.socket.destroy());
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const stop = async () => {
    if (!server.listening) return;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return {
    endpoint: { ...engine, url: `http://127.0.0.1:${port}` },
    seen,
    plan: (...planned) => faults.push(...planned),
    harm: (next) => {
      decide = next;
    },
    calm: () => {
      faults.length = 0;
    },
    held: () => held.size,
    breakHeld: () => {
      for (const response of held) response.req.socket.resetAndDestroy();
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly url: string;
}

async function handle(fault: Fault, exchange: Exchange): Promise<void> {
  const body = Buffer.concat(await exchange.request.toArray()).toString();
  if (fault === 'reset') exchange.request.socket.resetAndDestroy();
  else if (fault === 'throttle') refuse(exchange, 400, 'ProvisionedThroughputExceededException');
  else if (fault === 'fail') refuse(exchange, 500, 'InternalServerError');
  else if (fault === 'first only' || fault === 'none') await passPart(exchange, body, fault === 'none' ? 0 : 1);
  else await passOn(exchange, body, fault);
}

function refuse({ response }: Exchange, status: number, type: string): void {
  answer(response, status, { __type: `com.amazonaws.dynamodb.v20120810#${type}`, message: 'planned by the test' });
}

async function passOn(exchange: Exchange, body: string, fault: Fault): Promise<void> {
  const { status, bytes, headers } = await ask(exchange, body);
  if (fault === 'flip') bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
  exchange.response.writeHead(status, { ...headers, 'content-length': bytes.length });
  if (fault === 'reset after')
    exchange.response.write(bytes.subarray(0, 5), () => exchange.request.socket.resetAndDestroy());
  else exchange.response.end(bytes);
}

/** Hands on `count` keys or items of each table, and answers that the others are unprocessed. */
async function passPart(exchange: Exchange, body: string, count: number): Promise<void> {
  const request: { RequestItems: Batch } = JSON.parse(body);
  const left = cut(request.RequestItems, count, Number.POSITIVE_INFINITY);
  const unprocessed = isRead(exchange) ? 'UnprocessedKeys' : 'UnprocessedItems';
  if (count === 0) return answer(exchange.response, 200, { Responses: {}, [unprocessed]: left });
  const passed = JSON.stringify({ RequestItems: cut(request.RequestItems, 0, count) });
  const { status, bytes } = await ask(exchange, passed);
  answer(exchange.response, status, { ...JSON.parse(bytes.toString()), [unprocessed]: left });
}

function isRead({ request }: Exchange): boolean {
  return String(request.headers['x-amz-target']).endsWith('BatchGetItem');
}

function cut(batch: Batch, from: number, to: number): Batch {
  const parts = Object.entries(batch).map(([table, part]): [string, Batch[string]] => [
    table,
    Array.isArray(part) ? part.slice(from, to) : { ...part, Keys: part.Keys?.slice(from, to) ?? [] },
  ]);
  return Object.fromEntries(parts);
}

/** As it is, whatever the engine says of it: compressed by no one. */
async function ask({ request, url }: Exchange, body: string) {
  const { host: _host, connection: _connection, 'content-length': _length, ...headers } = request.headers;
  const known = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const response = await fetch(url, { method: 'POST', body, headers: [...known, ['accept-encoding', 'identity']] });
  const checksum = response.headers.get('x-amz-crc32');
  return {
    status: response.status,
    headers: { 'content-type': jsonType, ...(checksum === null ? {} : { 'x-amz-crc32': checksum }) },
    bytes: Buffer.from(await response.arrayBuffer()),
  };
}

const jsonType = 'application/x-amz-json-1.0';

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': jsonType }).end(JSON.stringify(body));
}

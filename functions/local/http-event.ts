import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { HttpEvent } from '../platform/http.ts';

/** Path and query of a request, as they were sent. */
export interface Target {
  readonly path: string;
  readonly search: string;
}

/** What a request asks for. */
export function targetOf(request: IncomingMessage): Target {
  const [path = '/', ...search] = (request.url ?? '/').split('?');
  return { path, search: search.join('?') };
}

/** The event that API Gateway (HTTP API, payload 2.0) would make of a request: the functions see no difference. */
export function eventOf(request: IncomingMessage, target: Target, body: string): HttpEvent {
  const { path, search } = target;
  const now = new Date();
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: search,
    headers: Object.fromEntries(headers),
    requestContext: {
      accountId: 'local',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    body,
    isBase64Encoded: false,
  };
}

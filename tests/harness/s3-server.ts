import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Endpoint } from '../../functions/platform/config.ts';

/** What happens to one request (`full`: 507, whatever it is); whatever no plan names is answered as it should be. */
export type S3Fault = 'busy' | 'full' | 'reset' | 'cut';

/** The words of S3's protocol that our ports need (path style), with faults by plan: what stands here is S3, not our store. */
export interface S3Server {
  readonly endpoint: Endpoint;
  /** Objects by `/<bucket>/<key>`; what is changed here was changed behind everyone's back. */
  readonly objects: Map<string, { bytes: Buffer; metadata?: { readonly [name: string]: string } }>;
  /** `GET bytes=0-9` and the like, in order. */
  readonly seen: string[];
  plan(...faults: S3Fault[]): void;
  /** What happens to every request that no plan names, from now on. */
  harm(decide: (request: number) => S3Fault | undefined): void;
  stop(): Promise<void>;
}

/** Starts a server on a free port of this machine. */
export async function startS3(): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map();
  const seen: string[] = [];
  const faults: S3Fault[] = [];
  let decide: (request: number) => S3Fault | undefined = () => undefined;
  let sinceHarm = 0;
  const server = createServer((request, response) => {
    serve({ request, response, objects, seen, fault: faults.shift() ?? decide(sinceHarm++) }).catch(() =>
      response.destroy(),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  return {
    endpoint: { url: `http://127.0.0.1:${port}`, region: null, hasKeys: false },
    ...{ objects, seen },
    plan: (...planned) => faults.push(...planned),
    harm: (next) => {
      decide = next;
      sinceHarm = 0;
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

interface Exchange extends Pick<S3Server, 'objects' | 'seen'> {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly fault: S3Fault | undefined;
}

async function serve({ request, response, objects, seen, fault }: Exchange): Promise<void> {
  const body = Buffer.concat(await request.toArray());
  const name = decodeURIComponent((request.url ?? '').split('?')[0] ?? '');
  seen.push([request.method, request.headers.range].filter((word) => word !== undefined).join(' '));
  if (fault === 'reset') return void request.socket.resetAndDestroy();
  if (fault === 'busy') return refuse(response, 503, 'SlowDown');
  if (fault === 'full') return refuse(response, 507, 'InsufficientStorage', request.method === 'HEAD');
  const found = objects.get(name);
  if (request.method === 'PUT') {
    if (request.headers['if-none-match'] === '*' && found !== undefined)
      return refuse(response, 412, 'PreconditionFailed');
    objects.set(name, { bytes: body });
    return void response.end();
  }
  if (found === undefined) return refuse(response, 404, 'NoSuchKey', request.method === 'HEAD');
  const etag = `"${createHash('md5').update(found.bytes).digest('hex')}"`;
  if (request.headers['if-match'] && request.headers['if-match'] !== etag)
    return refuse(response, 412, 'PreconditionFailed');
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
  const bytes = from === undefined ? found.bytes : found.bytes.subarray(Number(from), Number(to) + 1);
  const metadata = Object.entries(found.metadata ?? {}).map(([key, value]) => [`x-amz-meta-${key}`, value]);
  const headers = { etag, 'content-length': bytes.length, ...Object.fromEntries(metadata) };
  response.writeHead(from === undefined ? 200 : 206, headers);
  if (request.method === 'HEAD') response.end();
  else if (fault === 'cut') response.write(bytes.subarray(0, 3), () => request.socket.resetAndDestroy());
  else response.end(bytes);
}

function refuse(response: ServerResponse, status: number, code: string, isHead = false): void {
  response.writeHead(status, { 'content-type': 'application/xml' });
  const text = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>planned</Message></Error>`;
  response.end(isHead ? undefined : text);
}

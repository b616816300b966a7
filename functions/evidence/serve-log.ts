import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { EvidenceSequencer } from '../../schema/evidence/evidence-store.ts';
import { parseTilePath } from '../../schema/evidence/tile-path.ts';
import type { ObjectStore } from '../../schema/ports.ts';
import { createHandler } from '../platform/create-handler.ts';
import type { HttpAnswer, HttpEvent, HttpHandler } from '../platform/http.ts';
import type { Logger } from '../platform/logger.ts';
import { logObjects } from './log-parts.ts';

/** What the log is served from; no key that signs is among it. */
export interface ServingParts {
  readonly evidence: Pick<EvidenceSequencer, 'checkpoint'>;
  readonly tiles: ObjectStore;
  readonly logger: Logger;
}

const prefix = '/evidence/';
/** Tiles never change; a checkpoint is new every minute (C2SP tlog-tiles). */
const forEver = 'public, max-age=31536000, immutable';
const forSeconds = 'public, max-age=1';
const text = 'text/plain; charset=utf-8';

/** The log over HTTP in the form of C2SP tlog-tiles: anyone may read it. */
export function createLogHandler({ evidence, tiles, logger }: ServingParts): HttpHandler {
  return createHandler(logger, async (event) => {
    const path = event.rawPath.startsWith(prefix) ? event.rawPath.slice(prefix.length) : '';
    if (path === 'checkpoint') return textAnswer((await evidence.checkpoint())?.note ?? null, 'no checkpoint yet');
    if (path === 'key') return textAnswer(textOf(await tiles.get(logObjects.key)), 'no key yet');
    const tile = parseTilePath(path);
    const bytes = tile === null ? null : await tiles.get(path);
    if (bytes === null) return notFound(tile === null ? 'checkpoint, key, tile/<L>/<N>[.p/<W>]' : 'no such tile');
    return bytesAnswer(bytes, tile?.level === 'entries' && takesGzip(event));
  });
}

function textOf(bytes: Uint8Array | null): string | null {
  return bytes === null ? null : Buffer.from(bytes).toString();
}

function textAnswer(body: string | null, otherwise: string): HttpAnswer {
  if (body === null) return notFound(otherwise);
  return { statusCode: 200, headers: headersOf(text, forSeconds), body };
}

async function bytesAnswer(bytes: Uint8Array, compressed: boolean): Promise<HttpAnswer> {
  const sent = compressed ? await promisify(gzip)(bytes) : Buffer.from(bytes);
  const headers = { ...headersOf('application/octet-stream', forEver), vary: 'accept-encoding' };
  return {
    statusCode: 200,
    headers: compressed ? { ...headers, 'content-encoding': 'gzip' } : headers,
    body: sent.toString('base64'),
    isBase64Encoded: true,
  };
}

function notFound(state: string): HttpAnswer {
  return {
    statusCode: 404,
    headers: headersOf(text, forSeconds),
    body: `Cannot find this part of the evidence log: ${state}\n`,
  };
}

function headersOf(type: string, control: string): Record<string, string> {
  return { 'content-type': type, 'cache-control': control, 'access-control-allow-origin': '*' };
}

function takesGzip({ headers }: HttpEvent): boolean {
  return (headers['accept-encoding'] ?? '').split(',').some((coding) => /^\s*gzip\s*$/i.test(coding));
}

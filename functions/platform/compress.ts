import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { HttpAnswer, HttpHandler } from './http.ts';

const smallest = 1024;
const compressions = [
  ['br', (bytes: Buffer) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } })],
  ['gzip', (bytes: Buffer) => promisify(gzip)(bytes, { level: 4 })],
] as const;

/** What is sent of an answer. */
export interface Payload {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly bytes: Buffer;
}

/** The bytes of an answer as a function gave it. */
export function payloadOf({ statusCode: status, headers, body, isBase64Encoded }: HttpAnswer): Payload {
  return { status, headers, bytes: Buffer.from(body, isBase64Encoded === true ? 'base64' : 'utf8') };
}

/** The payload, compressed where the client takes that and it is worth it. Entity tags are weak: one is right for every encoding. */
export async function compressed(payload: Payload, acceptEncoding: string | undefined): Promise<Payload> {
  if ('content-encoding' in payload.headers) return payload;
  const { status, bytes } = payload;
  const vary = [payload.headers.vary, 'accept-encoding'].filter((name) => name !== undefined).join(', ');
  const headers = { ...payload.headers, vary };
  const chosen = bytes.length < smallest ? undefined : chosenBy(acceptEncoding ?? '');
  if (chosen === undefined) return { status, headers, bytes };
  const [name, compress] = chosen;
  return { status, headers: { ...headers, 'content-encoding': name }, bytes: await compress(bytes) };
}

/**
 * A handler that compresses its answers itself: CloudFront compresses nothing but what it may cache, and no
 * `application/graphql-response+json`. What Lambda counts, which is base64, never grows by it: the bound of answers holds.
 */
export function compressing(handler: HttpHandler): HttpHandler {
  return async (event, invocation) => {
    const answer = await handler(event, invocation);
    const plain = payloadOf(answer);
    const { headers, bytes } = await compressed(plain, event.headers['accept-encoding']);
    if (bytes === plain.bytes) return { ...answer, headers };
    const body = bytes.toString('base64');
    if (body.length < plain.bytes.length) return { ...answer, headers, body, isBase64Encoded: true };
    const { 'content-encoding': _, ...uncompressed } = headers;
    return { ...answer, headers: uncompressed };
  };
}

function chosenBy(acceptEncoding: string): (typeof compressions)[number] | undefined {
  const accepted = acceptEncoding.toLowerCase().split(',');
  return compressions.find(([name]) => accepted.some((part) => isWanted(part, name)));
}

/** `gzip` and `gzip;q=0.8`, but not `gzip;q=0`. */
function isWanted(part: string, name: string): boolean {
  const [coding = '', quality = 'q=1'] = part.split(';').map((piece) => piece.trim());
  return coding === name && Number(quality.replace('q=', '')) > 0;
}

import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { HttpAnswer } from '../platform/http.ts';

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

/** The bytes of an answer, compressed where the client takes that and it is worth it; as CloudFront does when deployed. */
export async function payloadOf(answer: HttpAnswer, acceptEncoding: string | undefined): Promise<Payload> {
  const bytes = Buffer.from(answer.body, answer.isBase64Encoded === true ? 'base64' : 'utf8');
  const { headers, statusCode: status } = answer;
  if (bytes.length < smallest || acceptEncoding === undefined || 'content-encoding' in headers)
    return { status, headers, bytes };
  const accepted = acceptEncoding.split(',').map((part) => part.trim());
  const chosen = compressions.find(([name]) => accepted.some((part) => part === name || isWanted(part, name)));
  const vary = [headers.vary, 'accept-encoding'].filter((name) => name !== undefined).join(', ');
  if (chosen === undefined) return { status, headers: { ...headers, vary }, bytes };
  const [name, compress] = chosen;
  return { status, headers: { ...headers, vary, 'content-encoding': name }, bytes: await compress(bytes) };
}

/** `gzip;q=0.8`, but not `gzip;q=0`. */
function isWanted(part: string, name: string): boolean {
  const [coding = '', quality = ''] = part.split(';').map((piece) => piece.trim());
  return coding === name && Number(quality.replace('q=', '')) > 0;
}

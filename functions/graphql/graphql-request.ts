import { createHmac, createSecretKey } from 'node:crypto';
import { visibleError } from '../../schema/errors.ts';
import type { HttpEvent } from '../platform/http.ts';
import { nesting } from './nesting.ts';

/** One request for GraphQL, read as far as HTTP goes. */
export interface GraphqlRequest {
  readonly method: string;
  readonly headers: { readonly [name: string]: string | undefined };
  readonly search: string;
  /** Parsed JSON of a body that says it is JSON; else, and for GET, whose body means nothing, empty text. */
  readonly body: unknown;
  /** The document that is run, as far as there is one; empty where none is given. */
  readonly document: string;
  /** null: the caller gave no key. */
  readonly key: string | null;
  readonly sourceIp: string;
  readonly traceId: string;
  /** The caller wants the price, not the answer. */
  readonly dryRun: boolean;
  /** What the caller calls this very query, so that he can ask it again without paying again; null: nothing. */
  readonly idempotencyKey: string | null;
}

const mostBodyBytes = 2 ** 20;
const mostDocumentBytes = 2 ** 16;
const deepestNesting = 50;
const longestIdempotencyKey = 100;

/** Reads an event; refuses what is too large or not JSON before anything is parsed that could be costly. */
export function readRequest(event: HttpEvent): GraphqlRequest {
  const { headers, rawQueryString, requestContext } = event;
  const { method } = requestContext.http;
  const body = method === 'GET' ? '' : readBody(event);
  const document = documentOf(body, rawQueryString);
  checkDocument(document);
  return {
    method,
    headers,
    search: rawQueryString,
    body,
    document,
    key: headers['x-api-key'] ?? null,
    sourceIp: requestContext.http.sourceIp,
    traceId: requestContext.requestId,
    dryRun: headers['x-dry-run'] === '1',
    idempotencyKey: idempotencyKey(headers['idempotency-key']),
  };
}

/** Header `Idempotency-Key` of draft-ietf-httpapi-idempotency-key-header, a text in quotes; without them it is taken too. */
function idempotencyKey(given: string | undefined): string | null {
  if (given === undefined) return null;
  const name = /^"(.*)"$/.exec(given)?.[1] ?? given;
  if (/^[!#-~]+$/.test(name) && name.length <= longestIdempotencyKey) return name;
  const wanted = `must be 1 to ${longestIdempotencyKey} visible ASCII characters, such as a UUID`;
  throw visibleError('BAD_REQUEST', `Cannot take header Idempotency-Key of ${given.length} characters: ${wanted}`);
}

/** Stands for an address of the internet where budgets are kept: addresses are person data, and are not stored. */
export function sourceKey(sourceIp: string, pepper: Uint8Array): string {
  return createHmac('sha256', createSecretKey(pepper))
    .update(`source ${network(sourceIp)}`)
    .digest('base64url')
    .slice(0, 22);
}

/** One household or machine holds a whole /64 of IPv6. */
function network(address: string): string {
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':');
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - tail.split(':').length);
  return [...groups, ...Array.from({ length: missing }, () => '0'), ...(tail ?? '').split(':')].slice(0, 4).join(':');
}

/** Refuses a body that is too large, whatever it is for: nobody looks into it. */
export function checkBodySize({ body = '', isBase64Encoded }: HttpEvent): void {
  const size = Buffer.byteLength(body, isBase64Encoded ? 'base64' : 'utf8');
  if (size > mostBodyBytes) throw tooLarge('request body', mostBodyBytes, size);
}

function readBody({ body, headers, isBase64Encoded }: HttpEvent): unknown {
  if (body === undefined || body === '') return '';
  const text = isBase64Encoded ? Buffer.from(body, 'base64').toString() : body;
  if (!/^application\/(graphql-response\+)?json\b/i.test(headers['content-type'] ?? '')) return '';
  try {
    return JSON.parse(text);
  } catch {
    throw visibleError('BAD_REQUEST', 'Cannot parse request body: must be JSON');
  }
}

/** Apollo Server takes a document from the body, of GET from the query string; whatever else is given is never run. */
function documentOf(body: unknown, search: string): string {
  const given = typeof body === 'object' && body !== null && 'query' in body ? body.query : null;
  return typeof given === 'string' ? given : (new URLSearchParams(search).get('query') ?? '');
}

function checkDocument(document: string): void {
  const size = Buffer.byteLength(document);
  if (size > mostDocumentBytes) throw tooLarge('GraphQL document', mostDocumentBytes, size);
  const depth = nesting(document);
  if (depth > deepestNesting)
    throw visibleError('TOO_EXPENSIVE', `Cannot run operation: nesting must be at most ${deepestNesting}, is ${depth}`);
}

function tooLarge(what: string, most: number, size: number): Error {
  return visibleError('TOO_LARGE', `Cannot read ${what}: size must be at most ${most} bytes, is ${size}`);
}

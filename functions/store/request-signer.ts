import { createHash, createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import type { Keys } from '../platform/config.ts';

/** What is signed of a request. */
export interface Unsigned {
  readonly method: string;
  /** Of the URL, escaped as it stands there. */
  readonly path: string;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Signs a request by `keys` at a time: its headers, with those that sign it. */
export type Signer = (request: Unsigned, keys: Keys, at: Date) => Readonly<Record<string, string>>;

const algorithm = 'AWS4-HMAC-SHA256';

/**
 * Signs requests to a service by Signature Version 4
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html); all headers are signed. What the key of
 * a day is made of is calculated once.
 */
export function requestSigner(service: string, region: string): Signer {
  let kept: { readonly of: string; readonly key: KeyObject } | null = null;
  const keyOf = (day: string, secret: string) => {
    const of = `${day} ${secret}`;
    if (kept?.of !== of) {
      const ofRegion = hmac(hmac(`AWS4${secret}`, day), region);
      // As a key: at what is none Node looks for long, in a process that signs now and then (262 -> 172 µs a request).
      kept = { of, key: createSecretKey(hmac(hmac(ofRegion, service), 'aws4_request')) };
    }
    return kept.key;
  };
  return ({ method, path, headers, body }, { accessKeyId, secretAccessKey, sessionToken }, at) => {
    const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
    const day = time.slice(0, 8);
    const hash = sha256(body);
    const token = sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken };
    const signed: Record<string, string> = { ...headers, 'x-amz-content-sha256': hash, 'x-amz-date': time, ...token };
    const names = Object.keys(signed).sort();
    const list = names.join(';');
    const lines = names.map((name) => `${name}:${signed[name]}`);
    const canonical = [method, escaped(path), '', ...lines, '', list, hash].join('\n');
    const scope = `${day}/${region}/${service}/aws4_request`;
    const toSign = [algorithm, time, scope, sha256(canonical)].join('\n');
    const signature = hmac(keyOf(day, secretAccessKey), toSign).toString('hex');
    const authorization = `${algorithm} Credential=${accessKeyId}/${scope}, SignedHeaders=${list}, Signature=${signature}`;
    return { ...signed, authorization };
  };
}

/** Each part of a path is escaped once more than in the URL, by the rules of RFC 3986. */
function escaped(path: string): string {
  return path
    .split('/')
    .map(encodeURIComponent)
    .join('/')
    .replace(/[!'()*]/g, hexadecimal);
}

function hexadecimal(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer | KeyObject, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

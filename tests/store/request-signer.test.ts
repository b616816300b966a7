import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import { expect, test } from 'vitest';
import type { Keys } from '../../functions/platform/config.ts';
import { requestSigner } from '../../functions/store/request-signer.ts';

/** What the SDK's signer makes hashes with. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | Uint8Array) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', secret);
  }
  update(text: string | Uint8Array): void {
    this.#hash.update(text);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {}
}

const noon = new Date(Date.UTC(2026, 0, 1, 12, 0, 0, 7));
const keys: Keys = { accessKeyId: 'AKID', secretAccessKey: 'secret' };
const other: Keys = { accessKeyId: 'ASIA', secretAccessKey: 'se/c+ret=', sessionToken: 'token/+=' };
const tomorrow = new Date(noon.getTime() + 86_400_000);

test.each([
  ['the root', '/', '{}'],
  ['a path', '/de%20ployed/a(b)*~/x', '{"name":"中文"}'],
  ['no body', '/', ''],
])('requests to %s are signed as the SDK signs them, by whatever keys and day', async (_, path, body) => {
  const headers = { host: '127.0.0.1:4566', 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'D.GetItem' };
  const sign = requestSigner('dynamodb', 'cn-north-1');
  for (const [by, at] of [
    [keys, noon],
    [other, noon],
    [keys, tomorrow],
    [keys, noon],
  ] as const) {
    const options = { service: 'dynamodb', region: 'cn-north-1', credentials: by, sha256: Sha256 as never };
    const request = { method: 'POST', protocol: 'http:', hostname: '127.0.0.1', path, query: {}, headers, body };
    const theirs = await new SignatureV4(options).sign(request, { signingDate: at });
    expect(sign({ method: 'POST', path, headers, body }, by, at)).toEqual(theirs.headers);
  }
});

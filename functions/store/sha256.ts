import { createHash, createHmac, type Hash, type Hmac } from 'node:crypto';

type Text = string | ArrayBuffer | ArrayBufferView;

/** SHA-256, or with a secret HMAC-SHA-256, as the signer of AWS requests asks for it. */
export class Sha256 {
  readonly #secret: Buffer | null;
  #hash: Hash | Hmac;

  constructor(secret?: Text) {
    this.#secret = secret === undefined ? null : bytesOf(secret);
    this.#hash = made(this.#secret);
  }

  update(text: Text): void {
    this.#hash.update(bytesOf(text));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    this.#hash = made(this.#secret);
  }
}

function made(secret: Buffer | null): Hash | Hmac {
  return secret === null ? createHash('sha256') : createHmac('sha256', secret);
}

function bytesOf(text: Text): Buffer {
  if (typeof text === 'string') return Buffer.from(text);
  return ArrayBuffer.isView(text) ? Buffer.from(text.buffer, text.byteOffset, text.byteLength) : Buffer.from(text);
}

import { createHash, createHmac, type KeyObject, randomBytes } from 'node:crypto';
import type { Client } from '../../schema/ports.ts';

/**
 * A client's secret: `bg_`, 32 characters for 160 random bits, and 4 check characters, so that a mistyped key is told from a revoked one
 * without a look-up. Alphabet: Crockford's base 32 in lower case, without i, l, o and u.
 */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const form = /^bg_([0-9a-hjkmnp-tv-z]{32})([0-9a-hjkmnp-tv-z]{4})$/;
const randomBits = 160;
const checkCharacters = 4;

/** What is decided about a client by those who admit it. */
export type ClientWish = Pick<Client, 'tier' | 'name' | 'subject'>;

/** Surroundings of a creation: the time in milliseconds, the key of secret hashes, and the source of random bytes. */
export interface Creation {
  readonly now: number;
  readonly pepper: Uint8Array;
  readonly random?: (bytes: number) => Uint8Array;
}

/** A new client, to be stored, and its secret, to be shown once. */
export function createClient(
  wish: ClientWish,
  { now, pepper, random = randomBytes }: Creation,
): { client: Client; secret: string } {
  const body = base32(random(randomBits / 8));
  const secret = `bg_${body}${checkOf(body)}`;
  const client: Client = {
    id: `client-${base32(random(10))}`,
    name: wish.name,
    tier: wish.tier,
    subject: wish.subject,
    secretHash: secretHash(secret, pepper),
    createdAt: new Date(now).toISOString(),
    revokedAt: null,
  };
  return { client, secret };
}

/** True when `text` has the form of a secret and its check characters agree: it was given out by someone, here or elsewhere. */
export function isClientSecret(text: string): boolean {
  const [, body, check] = form.exec(text) ?? [];
  return body !== undefined && checkOf(body) === check;
}

/** Under which a client is stored: HMAC-SHA256 of its secret in hex; nobody gets from it to the secret. */
export function secretHash(secret: string, pepper: Uint8Array | KeyObject): string {
  return createHmac('sha256', pepper).update(secret).digest('hex');
}

function checkOf(body: string): string {
  return base32(createHash('sha256').update(`bg_${body}`).digest().subarray(0, 5)).slice(0, checkCharacters);
}

/** Five bits a character; `bytes` must be a multiple of five. */
function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => alphabet.charAt(Number.parseInt(five, 2))).join('');
}

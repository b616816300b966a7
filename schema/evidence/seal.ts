import { createHmac, createSecretKey, hash, type KeyObject } from 'node:crypto';
import type { Json } from '../tree/entry.ts';

/** What a leaf commits to, by name. */
export type SealedFields = { readonly [name: string]: Json };

/** Bytes of a leaf's salt. */
export const saltBytes = 32;

/** The salt of one field: HMAC-SHA256(salt of the leaf, name). */
export function fieldSalt(salt: Uint8Array | KeyObject, name: string): Uint8Array {
  return createHmac('sha256', salt).update(name).digest();
}

/** Commitment to one field: SHA-256(salt of the field || JSON of [name, value]). */
export function fieldCommitment(salt: Uint8Array, name: string, value: Json): Uint8Array {
  return hash('sha256', Buffer.concat([salt, Buffer.from(JSON.stringify([name, value]))]), 'buffer');
}

/** Commitment to all fields: SHA-256 over those to each of them, in order of name. It tells neither how many there are nor what. */
export function sealFields(fields: SealedFields, salt: Uint8Array): Uint8Array {
  const key = createSecretKey(salt); // most of the cost of an HMAC is making one of the bytes
  const commitments = Object.keys(fields)
    .sort()
    .map((name) => fieldCommitment(fieldSalt(key, name), name, fields[name] ?? null));
  return hash('sha256', Buffer.concat(commitments), 'buffer');
}

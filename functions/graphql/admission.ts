import { createSecretKey } from 'node:crypto';
import type { Viewer } from '../../schema/context.ts';
import { visibleError } from '../../schema/errors.ts';
import type { Client, ClientStore } from '../../schema/ports.ts';
import type { Clock } from '../platform/clock.ts';
import { isClientSecret, secretHash } from '../store/client-secret.ts';
import { leastRecentlyUsed } from '../store/least-recently-used.ts';

/** Decides who a caller is from the key that he gives; throws BAD_KEY. */
export type Admission = (key: string | null) => Promise<Viewer>;

/** How long a client is believed to be as it was: a revoked key works no longer than this. */
const knownMilliseconds = 1000;
const clientsKnown = 10_000;
const keyless: Viewer = { tier: 'PUBLIC', client: null };

/**
 * Admission of clients by the HMAC of their secret. Whoever has no key is PUBLIC; a key that is unknown, revoked or mistyped
 * is refused, never taken for none. That a key is unknown is not remembered: a new key works at once.
 */
export function clientAdmission(clients: ClientStore, pepper: Uint8Array, clock: Clock): Admission {
  const secretKey = createSecretKey(pepper); // once: most of the cost of an HMAC is making one of the bytes
  const known = leastRecentlyUsed<string, { readonly client: Client; readonly since: number }>(clientsKnown);
  return async (key) => {
    if (key === null) return keyless;
    const hash = secretHash(key, secretKey);
    const now = clock();
    const held = known.get(hash);
    if (held !== undefined && now >= held.since && now - held.since < knownMilliseconds) return viewerOf(held.client);
    if (!isClientSecret(key)) throw badKey('it must be one that was given out whole, is mistyped or foreign');
    const client = await clients.bySecretHash(hash);
    if (client === null) throw badKey('it must belong to a client, does not');
    if (client.revokedAt !== null) throw badKey('it must be in force, is revoked');
    known.set(hash, { client, since: now });
    return viewerOf(client);
  };
}

/** Admission to the entrance of keyless callers: it can look up no key, and does not pass over one in silence. */
export const keylessAdmission: Admission = async (key) => {
  if (key === null) return keyless;
  throw visibleError(
    'BAD_REQUEST',
    'Cannot take an API key here: this path must be called without one, /graphql takes both',
  );
};

function viewerOf(client: Client): Viewer {
  return { tier: client.tier, client };
}

function badKey(state: string): Error {
  return visibleError('BAD_KEY', `Cannot accept API key: ${state}`);
}

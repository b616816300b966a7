import { expect, test } from 'vitest';
import { aStoredClient } from './store-builder.ts';
import type { OpenFresh } from './store-suite.ts';

/** Laws of ClientStore. */
export function clientTests(openFresh: OpenFresh): void {
  test('a client is found by its secret as soon as it is put, and by no other', async () => {
    const { store, again } = await openFresh();
    const other = await again();
    const client = aStoredClient('one', { subject: '91350211M000100Y43' });
    expect(await other.clients.bySecretHash(client.secretHash)).toBe(null);
    await store.clients.put(client);
    expect(await other.clients.bySecretHash(client.secretHash)).toEqual(client);
    expect(await other.clients.bySecretHash('0'.repeat(64))).toBe(null);
  });

  test('a client put again replaces itself', async () => {
    const { store } = await openFresh();
    const client = aStoredClient('one');
    const revoked = { ...client, revokedAt: '2026-02-01T00:00:00.000Z' };
    await store.clients.put(client);
    await store.clients.put(revoked);
    expect(await store.clients.bySecretHash(client.secretHash)).toEqual(revoked);
    expect(await store.clients.list()).toEqual([revoked]);
  });

  test('a secret that was replaced opens nothing any more', async () => {
    const { store } = await openFresh();
    const client = aStoredClient('one');
    const renewed = { ...client, secretHash: 'f'.repeat(64) };
    await store.clients.put(client);
    await store.clients.put(renewed);
    expect(await store.clients.bySecretHash(client.secretHash)).toBe(null);
    expect(await store.clients.bySecretHash(renewed.secretHash)).toEqual(renewed);
  });

  test('all clients are listed by id', async () => {
    const { store } = await openFresh();
    const clients = ['c', 'a', 'b'].map((id) => aStoredClient(id));
    for (const client of clients) await store.clients.put(client);
    expect((await store.clients.list()).map(({ id }) => id)).toEqual(['a', 'b', 'c']);
  });
}

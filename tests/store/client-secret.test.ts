import { describe, expect, test } from 'vitest';
import { createClient, isClientSecret, secretHash } from '../../functions/store/client-secret.ts';

const pepper = new Uint8Array(32).fill(3);
const wish = { tier: 'ENTERPRISE', name: 'Futian Data', subject: null } as const;
const create = () => createClient(wish, { now: Date.UTC(2026, 0, 1), pepper });

describe('createClient()', () => {
  test('gives a secret that is not in the client, only its hash', () => {
    const { client, secret } = create();
    expect(client).toEqual({
      ...wish,
      id: expect.stringMatching(/^client-[0-9a-z]{16}$/),
      secretHash: secretHash(secret, pepper),
      createdAt: '2026-01-01T00:00:00.000Z',
      revokedAt: null,
    });
    expect(JSON.stringify(client)).not.toContain(secret.slice(3));
    expect(secretHash(secret, new Uint8Array(32))).not.toBe(client.secretHash);
  });

  test('gives every client another id and secret', () => {
    const all = Array.from({ length: 1000 }, create);
    expect(new Set(all.map(({ secret }) => secret)).size).toBe(1000);
    expect(new Set(all.map(({ client }) => client.id)).size).toBe(1000);
    expect(all.every(({ secret }) => isClientSecret(secret))).toBe(true);
  });
});

describe('isClientSecret()', () => {
  test('knows a secret with one wrong character or two swapped ones', () => {
    const { secret } = createClient(wish, {
      now: 0,
      pepper,
      random: (bytes) => Uint8Array.from({ length: bytes }, (_, at) => at * 37),
    });
    for (let at = 0; at < secret.length; at++) {
      const wrong = secret[at] === 'x' ? 'y' : 'x';
      expect(isClientSecret(secret.slice(0, at) + wrong + secret.slice(at + 1))).toBe(false);
      const [one, two] = [secret[at], secret[at + 1]];
      if (one !== two)
        expect(
          isClientSecret(
            `${secret.slice(0, at)}${two ?? ''}${one}${secret.slice(at + 2)}${two === undefined ? 'x' : ''}`,
          ),
        ).toBe(false);
    }
  });

  test('knows what is no secret at all', () => {
    for (const text of ['', 'bg_', 'bg_abc', 'x'.repeat(39), create().secret.toUpperCase(), ` ${create().secret}`])
      expect(isClientSecret(text)).toBe(false);
  });
});

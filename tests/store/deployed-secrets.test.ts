import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../../functions/platform/config.ts';
import { deployedSecrets, evidenceSeedsFrom, secretsFrom } from '../../functions/store/deployed-secrets.ts';
import type { RetryPolicy } from '../../functions/store/dynamodb/retry.ts';
import { replaceSecret } from '../../functions/store/replace-secret.ts';

const generated = 'k3Jq9sX0vB7mZ2wL8pT5rY1nC6dF4hGaEuKiOjQxWzVy';
const hex = (key: Uint8Array) => Buffer.from(key).toString('hex');
const base64 = (byte: number, length = 32) => Buffer.alloc(length, byte).toString('base64');

describe('secretsFrom()', () => {
  test('derives two keys from one text: of 32 bytes, different, always the same, others from another text', () => {
    const { cursorKey, keyPepper } = secretsFrom(generated);
    expect([cursorKey.length, keyPepper.length]).toEqual([32, 32]);
    expect(hex(cursorKey)).not.toBe(hex(keyPepper));
    expect(secretsFrom(generated)).toEqual({ cursorKey, keyPepper });
    const other = secretsFrom(`${generated.slice(1)}x`);
    expect([hex(other.cursorKey), hex(other.keyPepper)]).not.toContain(hex(cursorKey));
  });

  test('derives by HKDF with SHA-256: a change would open no cursor and know no client of before', () => {
    expect(hex(secretsFrom(generated).cursorKey)).toMatchInlineSnapshot(
      `"6d586c2b25e83bb7f120a85b7c714e4a5aacbb7823713c474e3a1398d292e347"`,
    );
    expect(hex(secretsFrom(generated).keyPepper)).toMatchInlineSnapshot(
      `"2ab6d98ed99bb2f2e434c48d15e8743d55121d502f6bfd5eefa1f12016d22411"`,
    );
  });

  test('takes two keys as they are, so that one can be replaced', () => {
    const { cursorKey, keyPepper } = secretsFrom(JSON.stringify({ cursorKey: base64(1), keyPepper: base64(2) }));
    expect([hex(cursorKey), hex(keyPepper)]).toEqual(['01'.repeat(32), '02'.repeat(32)]);
  });

  test.each([
    ['', 'length must be at least 32, is 0'],
    ['a-short-password', 'length must be at least 32, is 16'],
    [JSON.stringify({ cursorKey: base64(7) }), 'must hold "cursorKey" and "keyPepper"'],
    [JSON.stringify({ cursorKey: base64(7), keyPepper: base64(7, 31) }), 'must hold "cursorKey" and "keyPepper"'],
    ['{ "cursorKey": "BwcHBwcH', 'must hold "cursorKey" and "keyPepper"'],
  ])('refuses "%s" without quoting it', (text, wanted) => {
    const fault = failureOf(() => secretsFrom(text));
    expect(fault.message).toContain(wanted);
    expect(`${fault.message} ${fault.stack} ${fault.cause}`).not.toMatch(/BwcHBwcH|password/);
  });
});

describe('deployedSecrets()', () => {
  const retry: RetryPolicy = {
    attempts: 3,
    baseMilliseconds: 1,
    capMilliseconds: 1,
    random: () => 0,
    sleep: async () => {},
  };

  test('asks Secrets Manager for the secret by its id, again when it is throttled', async () => {
    await using manager = await secretsManager([
      throttled,
      throttled,
      { status: 200, body: { SecretString: generated } },
    ]);
    expect(await deployedSecrets(manager.endpoint, 'the-id', retry)).toEqual(secretsFrom(generated));
    expect(manager.asked).toEqual(Array(3).fill({ SecretId: 'the-id' }));
  });

  test('gives up on one that stays throttled, and at once on one that does not exist', async () => {
    await using busy = await secretsManager([throttled, throttled, throttled]);
    await expect(deployedSecrets(busy.endpoint, 'the-id', retry)).rejects.toThrow(
      'Cannot read the secret: the store must answer within 3 attempts, last was "ThrottlingException"',
    );
    const missing = { status: 400, body: { __type: 'ResourceNotFoundException', message: 'not there' } };
    await using empty = await secretsManager([missing]);
    await expect(deployedSecrets(empty.endpoint, 'the-id', retry)).rejects.toThrow('not there');
    expect(empty.asked).toHaveLength(1);
  });
});

describe('evidenceSeedsFrom()', () => {
  test('derives one seed from a generated text, unlike all other keys, and takes those that are listed', () => {
    const [seed = new Uint8Array(), ...others] = evidenceSeedsFrom(generated);
    expect([seed.length, others.length]).toEqual([32, 0]);
    expect(Object.values(secretsFrom(generated)).map(hex)).not.toContain(hex(seed));
    const listed = JSON.stringify({ evidenceSeeds: [base64(2), base64(1)] });
    expect(evidenceSeedsFrom(listed).map(hex)).toEqual(['02'.repeat(32), '01'.repeat(32)]);
  });
});

test('evidenceSeedsFrom() refuses JSON that lists no seeds, rather than sign by a key that nobody trusts', () => {
  for (const wrong of [{ evidenceSeeds: [base64(7, 31)] }, { evidenceSeeds: [] }, { evidenceSeed: base64(7) }])
    expect(failureOf(() => evidenceSeedsFrom(JSON.stringify(wrong))).message).toMatch(
      /^Cannot read the secret: .* "evidenceSeeds", 32 bytes each in base64$|length must be at least 32/,
    );
});

describe('replaceSecret()', () => {
  test('puts one new key into the secret, and keeps the other; those of the evidence log lie elsewhere', async () => {
    const held = { status: 200, body: { SecretString: generated } };
    await using manager = await secretsManager([held, { status: 200, body: {} }]);
    const url = manager.endpoint.url;
    const config = readConfig({ BASEGRID_SECRETS: 'the-id', AWS_ENDPOINT_URL: url, AWS_REGION: 'us-east-1' });
    await replaceSecret(config, 'cursorKey');
    const { SecretId, SecretString } = manager.asked[1] as { SecretId: string; SecretString: string };
    expect(SecretId).toBe('the-id');
    const [before, after] = [secretsFrom(generated), secretsFrom(SecretString)];
    expect(hex(after.keyPepper)).toBe(hex(before.keyPepper));
    expect(hex(after.cursorKey)).not.toBe(hex(before.cursorKey));
    expect(Object.keys(JSON.parse(SecretString)).sort()).toEqual(['cursorKey', 'keyPepper']);
  });
});

const throttled = { status: 400, body: { __type: 'ThrottlingException', message: 'slow down' } };

/** Speaks the protocol of Secrets Manager as far as one call goes; answers by plan. */
async function secretsManager(plan: { readonly status: number; readonly body: object }[]) {
  const asked: unknown[] = [];
  const server = createServer(async (request, response) => {
    asked.push(JSON.parse(Buffer.concat(await request.toArray()).toString()));
    const { status, body } = plan[asked.length - 1] ?? { status: 500, body: {} };
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    endpoint: { url, region: 'us-east-1', hasKeys: false },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function failureOf(work: () => unknown): Error {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('Cannot test: it must throw an error');
}

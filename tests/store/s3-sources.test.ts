import { randomFillSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RetryPolicy } from '../../functions/store/dynamodb/retry.ts';
import { s3Objects } from '../../functions/store/s3-objects.ts';
import { s3Sources } from '../../functions/store/s3-sources.ts';
import { type S3Server, startS3 } from '../harness/s3-server.ts';

let s3: S3Server;
beforeAll(async () => {
  s3 = await startS3();
});
afterAll(() => s3.stop());

const retry: RetryPolicy = {
  attempts: 5,
  ...{ baseMilliseconds: 1, capMilliseconds: 1, random: () => 0, sleep: async () => undefined },
};
const large = randomFillSync(Buffer.alloc(20 * 2 ** 20 + 7));

async function piecesOf(bytes: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of bytes) pieces.push(piece);
  return pieces;
}

async function all(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  return Buffer.concat(await piecesOf(bytes));
}

test('a source is read in pieces, each asked for again when its connection breaks, and told with its metadata', async () => {
  s3.objects.set('/sources/incoming/houses/a.csv', { bytes: large, metadata: { district: '440304' } });
  const object = await s3Sources(s3.endpoint, 'sources', retry).open('incoming/houses/a.csv', null);
  expect(object?.metadata).toEqual({ district: '440304' });
  s3.seen.length = 0;
  s3.plan('cut', 'busy', 'reset');
  expect((await all(object?.bytes() ?? emptyStream())).equals(large)).toBe(true);
  expect(new Set(s3.seen).size).toBe(3);
  expect(s3.seen.length).toBe(6);
});

test('what comes is cut as a file is when it is read, so that the same rows come together', async () => {
  const object = await s3Sources(s3.endpoint, 'sources', retry).open('incoming/houses/a.csv', null);
  const sizes = (await piecesOf(object?.bytes() ?? emptyStream())).map(({ length }) => length);
  expect(new Set(sizes.slice(0, -1))).toEqual(new Set([64 * 1024]));
});

test('an empty source is nothing, an absent one null, and one that changes while it is read an error', async () => {
  const sources = s3Sources(s3.endpoint, 'sources', retry);
  expect(await sources.open('incoming/houses/none.csv', null)).toBe(null);
  s3.objects.set('/sources/empty', { bytes: Buffer.alloc(0) });
  expect((await all((await sources.open('empty', null))?.bytes() ?? emptyStream())).length).toBe(0);
  const changing = await sources.open('incoming/houses/a.csv', null);
  s3.objects.set('/sources/incoming/houses/a.csv', { bytes: Buffer.from('other') });
  await expect(all(changing?.bytes() ?? emptyStream())).rejects.toThrow();
});

test('work is read in pieces, which must be whole, and put once', async () => {
  const work = s3Objects(s3.endpoint, 'work', retry);
  await work.put('a', Buffer.from('0123456789'));
  expect(Buffer.from(await work.read('a', 3, 4)).toString()).toBe('3456');
  await expect(work.read('a', 8, 4)).rejects.toThrow('must have 12 bytes, ends before');
  expect(Buffer.from(await work.putOnce('b', Buffer.from('one'))).toString()).toBe('one');
  expect(Buffer.from(await work.putOnce('b', Buffer.from('two'))).toString()).toBe('one');
});

async function* emptyStream(): AsyncGenerator<Uint8Array> {}

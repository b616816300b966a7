import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { compressing } from '../../functions/platform/compress.ts';
import type { HttpAnswer, HttpEvent } from '../../functions/platform/http.ts';

const event = { headers: { 'accept-encoding': 'br, gzip' } } as unknown as HttpEvent;
const answering = (answer: HttpAnswer) => compressing(async () => answer)(event);

test('an answer that compression would make larger for Lambda stays as it is', async () => {
  const body = randomBytes(30_000).toString('base64'); // hardly less compressed, and a third more as base64
  const { headers, ...rest } = await answering({ statusCode: 200, headers: { vary: 'accept' }, body });
  expect(rest).toEqual({ statusCode: 200, body });
  expect(headers).toEqual({ vary: 'accept, accept-encoding' });
});

test('an answer that is encoded already is not encoded again', async () => {
  const headers = { 'content-encoding': 'gzip' };
  const answer: HttpAnswer = { statusCode: 200, headers, body: 'H4sI'.repeat(1000), isBase64Encoded: true };
  expect(await answering(answer)).toEqual(answer);
});

import type { EditionReader } from '../../schema/ports.ts';
import type { HttpAnswer } from '../platform/http.ts';

/** `GET /health`: which edition keyless callers see, and which build answers; fails when the store cannot be read. */
export async function healthAnswer(editions: EditionReader, build: string): Promise<HttpAnswer> {
  const edition = (await editions.latest('PUBLIC'))?.number ?? 0;
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
    body: JSON.stringify({ status: 'ok', edition, build }),
  };
}

import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

/** A GraphQL request. */
export interface Question {
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
}

const agent = new Agent({ keepAlive: true });

/** Asks over HTTP on a connection kept open; the answer is read whole and not parsed. */
export async function askOverHttp(url: string, question: Question): Promise<string> {
  const body = JSON.stringify(question);
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      accept: 'application/json',
      'content-length': Buffer.byteLength(body),
    };
    request(url, { method: 'POST', agent, headers }, (response) => {
      text(response).then(resolve, reject);
    })
      .on('error', reject)
      .end(body);
  });
}

/** Waits until a server answers a first GraphQL query; throws after `milliseconds`. */
export async function untilAnswered(url: string, milliseconds: number): Promise<void> {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) {
    const answer = await askOverHttp(url, { query: '{ __typename }' }).catch(() => '');
    if (answer.includes('"data"')) return;
    await sleep(20);
  }
  throw new Error(`Cannot reach ${url}: it must answer within ${milliseconds} ms`);
}

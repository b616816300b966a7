import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { apiClient } from '../harness/client.ts';

const main = fileURLToPath(new URL('../../functions/local/main.ts', import.meta.url));
const keys = fileURLToPath(new URL('../../functions/local/keys-command.ts', import.meta.url));

let data: string;
const started: ChildProcess[] = [];
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'basegrid-main-'));
});
afterEach(async () => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
  await rm(data, { recursive: true, force: true });
});

interface Run {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly error: () => string;
  readonly ended: Promise<number | null>;
}

function run(file: string, words: readonly string[], variables: Record<string, string> = {}): Run {
  const env = {
    PATH: process.env.PATH ?? '',
    TMPDIR: data, // what is killed leaves a folder
    BASEGRID_DATA: data,
    BASEGRID_PORT: '0',
    BASEGRID_SAMPLE: '0',
    ...variables,
  };
  const child = spawn(process.execPath, [file, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  const [out, error]: [string[], string[]] = [[], []];
  child.stdout.setEncoding('utf8').on('data', (text: string) => out.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => error.push(text));
  const ended = once(child, 'close').then(([code]) => code as number | null);
  return { child, out: () => out.join(''), error: () => error.join(''), ended };
}

/** The address that the ready line tells. */
async function ready({ child, out, error, ended }: Run): Promise<string> {
  for (;;) {
    const [, url] = /^Basegrid is ready at (\S+)\/graphql$/m.exec(out()) ?? [];
    if (url !== undefined) return url;
    if (child.exitCode !== null) throw new Error(`ended: ${out()}${error()}`);
    await Promise.race([once(child.stdout ?? child, 'data'), ended]);
  }
}

test('npm start serves until it is told to end, and ends cleanly', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const server = run(main, []);
    const api = apiClient(await ready(server));
    expect((await api.post('{ houses { totalCount } }')).body.data).toEqual({ houses: { totalCount: 0 } });
    server.child.kill(signal);
    expect(await server.ended).toBe(0);
    expect(server.error()).toBe('');
  }
});

test('a request under way is answered before the end', async () => {
  const server = run(main, []);
  const url = await ready(server);
  const { request } = await import('node:http');
  const answer = new Promise<string>((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const sending = request(`${url}/graphql`, { method: 'POST', headers }, (response) => {
      response.setEncoding('utf8').once('data', resolve);
    });
    sending.on('error', reject);
    sending.write('{ "query": ', async () => {
      await fetch(`${url}/health`); // the server has read the first half
      server.child.kill('SIGTERM');
      setTimeout(() => sending.end('"{ __typename }" }'), 200);
    });
  });
  expect(await answer).toContain('"__typename":"Query"');
  expect(await server.ended).toBe(0);
});

test('a key that is made while the server runs works at once, and one that is revoked no more', async () => {
  const url = await ready(run(main, []));
  const made = run(keys, ['create', '--tier', 'ENTERPRISE', '--name', 'Valuer', '--json']);
  expect(await made.ended).toBe(0);
  const { id, secret, tier } = JSON.parse(made.out());
  expect([id, secret, tier]).toEqual([expect.stringMatching(/^client-/), expect.stringMatching(/^bg_/), 'ENTERPRISE']);
  const api = apiClient(url, { 'x-api-key': secret });
  expect((await api.post('{ __typename }')).status).toBe(200);
  expect(await run(keys, ['revoke', id]).ended).toBe(0);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect((await api.post('{ __typename }')).codes).toEqual(['BAD_KEY']);
});

test('a port that is taken is told, with exit status 1', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as { port: number };
  const server = run(main, [], { BASEGRID_PORT: String(port) });
  expect(await server.ended).toBe(1);
  expect(server.error()).toBe(
    `Cannot listen at 127.0.0.1:${port}: another program listens there, set BASEGRID_PORT to a free port\n`,
  );
  other.close();
});

test.each([
  ['BASEGRID_PORT', 'x'],
  ['BASEGRID_STORE', 'floppy'],
  ['BASEGRID_NOW', 'yesterday'],
  ['BASEGRID_LIMITS', 'some'],
])('%s "%s" is wrong usage: exit status 2', async (name, value) => {
  const server = run(main, [], { [name]: value });
  expect(await server.ended).toBe(2);
  expect(server.error()).toContain(`Cannot read ${name} "${value}"`);
});

test('the first run publishes the sample city; one that was killed in between is finished by the next', async () => {
  const sample = { BASEGRID_SAMPLE: '2000' };
  const first = run(main, [], sample);
  await once(first.child.stdout ?? first.child, 'data'); // a step is done
  first.child.kill('SIGKILL');
  await first.ended;
  const second = run(main, [], sample);
  const api = apiClient(await ready(second));
  const { body } = await api.post('{ houses { totalCount } divisions(filter: { code: "440304" }) { nodes { name } } }');
  expect(body.data.houses.totalCount).toBeGreaterThan(1500);
  expect(body.data.divisions.nodes).toEqual([{ name: '福田区' }]);
  second.child.kill('SIGTERM');
  expect(await second.ended).toBe(0);
  const steps = `${first.out()}${second.out()}`.match(/^Sample city/gm)?.length ?? 0;
  const third = run(main, [], sample);
  const again = apiClient(await ready(third));
  expect((await again.post('{ __typename }')).body.extensions).toMatchObject({ edition: body.extensions.edition });
  expect(third.out()).not.toContain('Sample city');
  expect(steps).toBeGreaterThanOrEqual(5);
});

test('a start that is told to end while it publishes ends cleanly', async () => {
  const server = run(main, [], { BASEGRID_SAMPLE: '20000' });
  await once(server.child.stdout ?? server.child, 'data');
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(server.out()).not.toContain('ready');
});

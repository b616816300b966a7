import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLogHandler } from '../../functions/evidence/serve-log.ts';
import { type LocalServer, serve } from '../../functions/local/server.ts';
import { createLogger } from '../../functions/platform/logger.ts';
import { openLeaf } from '../../schema/evidence/leaf-openings.ts';
import { parseOpening } from '../../schema/evidence/opening.ts';
import { makeReceipt } from '../../schema/evidence/receipt.ts';
import { type DiskLog, diskLog, queryLeaf, seeds } from '../evidence/log-on-disk.ts';

const command = fileURLToPath(new URL('../../functions/local/evidence-command.ts', import.meta.url));
let log: DiskLog;
let server: LocalServer;
beforeAll(async () => {
  log = diskLog();
  // The keys that `testSigner` stands for.
  const seed = Buffer.alloc(32, 9).toString('base64');
  writeFileSync(join(log.folder, 'evidence-keys.json'), JSON.stringify({ evidenceSeeds: [seed] }));
  await log.grow(seeds(0, 300));
  const handler = createLogHandler({ evidence: log.store.evidence, tiles: log.store.tiles, logger: createLogger() });
  const handlers = { public: handler, entitled: handler };
  server = await serve({ host: '127.0.0.1', port: 0, handlers, evidence: handler, compresses: false });
});
afterAll(async () => {
  await server.close();
  await log[Symbol.asyncDispose]();
});

async function run(...words: readonly string[]) {
  const env = { PATH: process.env.PATH ?? '', TMPDIR: log.folder, BASEGRID_DATA: log.folder };
  const child = spawn(process.execPath, [command, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, error, [status]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
  return { status, out, error };
}

const fileOf = (name: string, content: string) => {
  const path = join(log.folder, name);
  writeFileSync(path, content);
  return path;
};

test('verify reads the log of the store, and of an address', async () => {
  expect(await run('verify')).toMatchObject({ status: 0, out: expect.stringContaining('size   300\n'), error: '' });
  const url = `${server.url}/evidence`;
  expect(await run('verify', '--url', url)).toMatchObject({
    status: 0,
    out: expect.stringContaining('The log is whole.'),
  });
  const json = await run('verify', '--url', url, '--json');
  expect([json.status, JSON.parse(json.out)]).toEqual([0, { ok: true, size: 300, faults: [] }]);
});

test('verify --receipt needs nothing but the key, and says what is wrong with a receipt', async () => {
  const { evidence, tiles } = log.store;
  const leaf = await evidence.leaf(queryLeaf(77).id);
  if (leaf === null) throw new Error('no leaf');
  const receipt = await makeReceipt(leaf, await evidence.checkpoint(), tiles.get);
  expect(Buffer.byteLength(JSON.stringify(receipt))).toBeLessThan(1500);
  const file = fileOf('receipt.json', JSON.stringify(receipt));
  const key = fileOf('key.txt', (await run('key')).out);
  expect(await run('verify', '--receipt', file, '--key', key)).toMatchObject({
    status: 0,
    out: expect.stringContaining('77 of 300'),
  });
  const answer = fileOf('answer.json', JSON.stringify({ data: { receipt }, extensions: {} }));
  expect(await run('verify', '--receipt', answer, '--key', key)).toMatchObject({ status: 0 });
  const none = fileOf('none.json', JSON.stringify({ data: { receipt: null } }));
  expect(await run('verify', '--receipt', none, '--key', key)).toMatchObject({ status: 1 });
  const openings = openLeaf(leaf.leaf, parseOpening(leaf.opening), (name) => name !== 'subject');
  const opened = fileOf('opened.json', JSON.stringify({ ...receipt, openings }));
  const shown = await run('verify', '--receipt', opened, '--key', key);
  expect(shown).toMatchObject({ status: 0, out: expect.stringContaining('  purpose: "LENDING"\n') });
  expect(shown.out).not.toContain('subject');
  const salt = openings?.fields.find(({ field }) => field === 'purpose')?.salt ?? '';
  const salted = JSON.stringify({ ...receipt, openings }).replace(salt, Buffer.alloc(32).toString('base64'));
  expect(await run('verify', '--receipt', fileOf('salted.json', salted), '--key', key)).toMatchObject({
    status: 1,
    error: 'openings: "fields.2" (purpose) must be what its commitment says: value or salt is wrong\n',
  });
  const wrong = fileOf('wrong.json', JSON.stringify({ ...receipt, index: 78 }));
  expect(await run('verify', '--receipt', wrong, '--key', key)).toMatchObject({
    status: 1,
    error: 'receipt: "inclusionProof" must lead from leaf 78 to the checkpoint\'s root, does not\n',
  });
  const foreign = fileOf('foreign.txt', 'basegrid.local/evidence+00000000+AAAA\n');
  expect(await run('verify', '--receipt', file, '--key', foreign)).toMatchObject({ status: 2 });
});

test('a byte that was flipped in a tile, and a checkpoint that was replayed, are named with exit status 1', async () => {
  const path = join(log.folder, 'evidence', 'tile', '0', '000');
  const tile = readFileSync(path);
  writeFileSync(
    path,
    tile.map((byte, at) => (at === 70 ? byte ^ 1 : byte)),
  );
  const fault = 'tile/0/000: leaf 2 was changed (hash 2, bytes 64 to 95)';
  for (const words of [['verify'], ['verify', '--url', `${server.url}/evidence`]])
    expect(await run(...words)).toMatchObject({ status: 1, error: `${fault}\n` });
  writeFileSync(path, tile);
  const old = fileOf('old.txt', (await run('checkpoint')).out);
  await log.grow(seeds(300, 310));
  expect(await run('verify', '--seen', old)).toMatchObject({ status: 0 });
  const newer = fileOf('newer.txt', (await run('checkpoint')).out.replace('\n310\n', '\n311\n'));
  expect(await run('verify', '--url', `${server.url}/evidence`, '--seen', newer)).toMatchObject({
    status: 1,
    error: 'the checkpoint is an old one: its size is 310, one of size 311 was signed after it\n',
  });
});

test('what npm prints above a key or a checkpoint does no harm', async () => {
  const [key, seen] = [await run('key'), await run('checkpoint')].map(({ out }, at) =>
    fileOf(`npm-${at}.txt`, `\n> basegrid@0.1.0 evidence\n> node functions/local/evidence-command.ts\n\n${out}`),
  );
  expect(await run('verify', '--key', String(key), '--seen', String(seen))).toMatchObject({ status: 0, error: '' });
  const quoted = fileOf('quoted.txt', `${(await run('key')).out}> no key\n`);
  expect(await run('verify', '--key', quoted)).toMatchObject({ status: 2 });
});

test('a file that cannot be read is told in one line: exit status 2', async () => {
  for (const option of ['--receipt', '--seen', '--key']) {
    const { status, out, error } = await run('verify', option, 'nowhere.json');
    const message = 'Cannot read file "nowhere.json": must be a file that can be read, is none\n';
    expect([option, status, out, error]).toEqual([option, 2, '', message]);
  }
});

test('wrong usage has exit status 2 and says the right one', async () => {
  for (const words of [[], ['look'], ['verify', 'it'], ['verify', '--wrong']]) {
    const { status, error } = await run(...words);
    expect([words, status]).toEqual([words, 2]);
    expect(error).toContain('npm run evidence -- verify');
  }
});

test('tiles, bundles and checkpoint are served with their types, and nothing else is', async () => {
  const get = (path: string, headers = {}) => fetch(`${server.url}/evidence/${path}`, { headers });
  const checkpoint = await get('checkpoint');
  expect([checkpoint.status, checkpoint.headers.get('content-type')]).toEqual([200, 'text/plain; charset=utf-8']);
  const tile = await get('tile/0/000');
  expect([tile.status, tile.headers.get('content-type')]).toEqual([200, 'application/octet-stream']);
  expect(tile.headers.get('cache-control')).toContain('immutable');
  expect((await tile.arrayBuffer()).byteLength).toBe(8192);
  expect((await get('tile/entries/000', { 'accept-encoding': 'gzip' })).headers.get('content-encoding')).toBe('gzip');
  for (const path of [
    'tile/0/001',
    'tile/0/000.p/1',
    'tile/0/..%2f..',
    'newest-checkpoint',
    'checkpoints/0',
    '',
    'tile/0/000?x=1/../../',
  ])
    expect([path, (await get(path)).status === 404 || path.includes('?')]).toEqual([path, true]);
});

test.each(['evidence-command.ts verify', 'sweep-command.ts', 'expire-command.ts'])(
  '%s does not make a folder that was mistyped',
  async (words) => {
    const [file = '', ...rest] = words.split(' ');
    const data = join(tmpdir(), `basegrid-mistyped-${process.pid}`);
    const path = fileURLToPath(new URL(`../../functions/local/${file}`, import.meta.url));
    const { status, stderr } = spawnSync(process.execPath, [path, ...rest], {
      env: { ...process.env, BASEGRID_DATA: data },
      encoding: 'utf8',
    });
    expect([status, existsSync(data)]).toEqual([2, false]);
    expect(stderr).toContain(`Cannot open BASEGRID_DATA "${data}": must be a folder`);
  },
);

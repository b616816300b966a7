import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { type Bundle, bundleFunction } from '../../infra/bundle.ts';
import { leftOut } from '../../infra/left-out.ts';
import { projectFolder } from '../laws/source-files.ts';

const folder = temporaryFolder();
let bundle: Bundle;

beforeAll(async () => {
  bundle = await bundleFunction('graphql', join(folder.path, 'dist'));
});

afterAll(() => folder[Symbol.asyncDispose]());

test('source maps lie apart', () => {
  expect(readdirSync(bundle.folder).every((name) => name.endsWith('.mjs'))).toBe(true);
  expect(readdirSync(bundle.maps)).toContain('index.mjs.map');
});

test('the same sources make the same bytes, wherever they are put', async () => {
  const again = await bundleFunction('graphql', join(folder.path, 'elsewhere', 'dist'));
  expect(digest(again.folder)).toEqual(digest(bundle.folder));
});

/** Composing the handler makes the guards of graphql-shield, so whoever answers has loaded it. */
test.each([
  ['Node', () => join(projectFolder, 'functions', 'graphql', 'handler.ts')],
  ['the bundle', () => join(bundle.folder, 'index.mjs')],
])('%s answers through graphql-shield and one graphql-js', async (_who, entry) => {
  const answer = await firstAnswer(entry());
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body).data).toEqual({ myAccess: { tier: 'PUBLIC' }, divisions: { totalCount: 0 } });
});

test('vitest loads graphql-shield', async () => {
  const { default: shield } = await import('../../functions/graphql/graphql-shield.cjs');
  expect(typeof shield.shield).toBe('function');
});

test.each(leftOut)('$module, left out because $reason, is there to be left out', ({ module }) => {
  expect(existsSync(join(projectFolder, 'node_modules', module.replace(/^\/node_modules\//, '')))).toBe(true);
});

function digest(place: string): Record<string, string> {
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(place, name)))
      .digest('hex');
  return Object.fromEntries(readdirSync(place).map((name) => [name, hash(name)]));
}

/** What a fresh process answers to its first event, without a key, over an empty store. */
async function firstAnswer(entry: string): Promise<{ statusCode: number; body: string }> {
  const query = '{ myAccess { tier } divisions { totalCount } }';
  const event = {
    version: '2.0',
    rawPath: '/graphql',
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
    isBase64Encoded: false,
    requestContext: { requestId: 'first', http: { method: 'POST', path: '/graphql', sourceIp: '127.0.0.1' } },
  };
  const program = `const { handler } = await import(${JSON.stringify(pathToFileURL(entry).href)});
    console.log(JSON.stringify(await handler(${JSON.stringify(event)})));`;
  const env = { PATH: process.env.PATH, BASEGRID_DATA: join(folder.path, 'data') };
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { env });
  return JSON.parse(stdout) as { statusCode: number; body: string };
}

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../functions/local/temporary-folder.ts';
import { connect } from '../../functions/store/dynamodb/connect.ts';
import { createTables } from '../../functions/store/dynamodb/tables.ts';
import { type Bundle, bundleFunction } from '../../infra/bundle.ts';
import { leftOut } from '../../infra/left-out.ts';
import { secretServer } from '../bench/cold-start/secret-server.ts';
import { type DynamodbEngine, dynoxideEngine } from '../harness/dynamodb-engine.ts';
import { projectFolder } from '../laws/source-files.ts';

const folder = temporaryFolder();
let bundle: Bundle;

beforeAll(async () => {
  bundle = await bundleFunction('graphql', join(folder.path, 'dist'));
});

afterAll(() => folder[Symbol.asyncDispose]());

test('source maps lie apart', () => {
  expect(readdirSync(bundle.folder).every((name) => /\.[cm]js$/.test(name))).toBe(true);
  expect(readdirSync(bundle.maps)).toContain('index.mjs.map');
});

test('the same sources make the same bytes, wherever they are put', async () => {
  const again = await bundleFunction('graphql', join(folder.path, 'elsewhere', 'dist'));
  expect(digest(again.folder)).toEqual(digest(bundle.folder));
});

const choice = dynoxideEngine();
const without = 'missing' in choice ? ` (left out: ${choice.missing})` : '';

describe.skipIf('missing' in choice)(`over the empty tables of a deployment${without}`, () => {
  let engine: DynamodbEngine;
  let secrets: Awaited<ReturnType<typeof secretServer>>;
  let environment: Readonly<Record<string, string>>;
  beforeAll(async () => {
    if ('missing' in choice) return;
    engine = await choice.start();
    secrets = await secretServer();
    await createTables(connect(engine.endpoint, 'bundle-'));
    environment = {
      ...{ BASEGRID_STORE: 'dynamodb', BASEGRID_TABLE_PREFIX: 'bundle-', BASEGRID_SECRETS: 'test' },
      ...{ AWS_ENDPOINT_URL: engine.endpoint.url ?? '', AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url },
      ...{ AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' },
    };
  });
  afterAll(async () => {
    await engine?.stop();
    await secrets?.[Symbol.asyncDispose]();
  });

  test('the bundle answers through graphql-shield and one graphql-js, without zod, which it holds for those that need it', async () => {
    const answer = await firstAnswer(join(bundle.folder, 'index.mjs'), environment);
    expectAnswered(answer);
    expect(answer.zod).toBe(false);
    expect(readdirSync(bundle.folder)).toContain('zod.cjs');
  });

  test('what is loaded when it is used works in the bundle: the log, told of a secret that is none', async () => {
    // The engine of tables answers for Secrets Manager, which it is not.
    const wrong = { ...environment, AWS_ENDPOINT_URL_SECRETS_MANAGER: engine.endpoint.url ?? '' };
    const { statusCode, log } = await firstAnswer(join(bundle.folder, 'index.mjs'), wrong);
    expect(statusCode).toBe(500);
    expect(log.map((line) => JSON.parse(line))).toContainEqual(
      expect.objectContaining({ level: 'ERROR', message: 'cannot start', traceId: 'first' }),
    );
  });
});

/** Composing the handler makes the guards of graphql-shield, so whoever answers has loaded it. */
test('Node answers through graphql-shield and one graphql-js', async () => {
  const answer = await firstAnswer(join(projectFolder, 'functions', 'graphql', 'handler.ts'), {});
  expectAnswered(answer);
  expect(answer.zod).toBe(true);
});

function expectAnswered(answer: { readonly statusCode: number; readonly body: string }): void {
  expect(answer.statusCode).toBe(200);
  expect(JSON.parse(answer.body).data).toEqual({ myAccess: { tier: 'PUBLIC' }, divisions: { totalCount: 0 } });
}

/** What is loaded when it is needed, or not at all: a cold start pays for each of these. */
const notAtStart = [
  'polyclip-ts',
  'bignumber.js',
  'splaytree-ts',
  'lru-cache',
  'mnemonist',
  'bowser',
  '@aws-sdk/client-dynamodb',
  '@aws-sdk/client-secrets-manager',
  '@aws-sdk/core',
  '@aws-sdk/credential-provider-node',
  '@aws-sdk/client-s3',
  '@aws-sdk/client-lambda',
  '@aws-sdk/xml-builder',
  'zod',
  '@aws-lambda-powertools/',
  '@smithy/',
  'graphql-jit',
  'graphql/utilities/extendSchema.mjs',
  'graphql/utilities/findBreakingChanges.mjs',
];

test.each(notAtStart)('a start of the deployed function does not load %s', (name) => {
  const loaded = loadedAtStart(bundle);
  expect(loaded.some((module) => module.includes('node_modules/@pothos/core/'))).toBe(true);
  expect(loaded.filter((module) => module.includes(`node_modules/${name}`))).toEqual([]);
});

test('a start loads neither streams nor crypto of the web, nor workers, nor TLS', async () => {
  const program = `await import(${JSON.stringify(pathToFileURL(join(bundle.folder, 'index.mjs')).href)});
    const asks = () => process.moduleLoadList.includes('NativeModule _http_client');
    while (!asks()) await new Promise((done) => setImmediate(done));
    console.log(JSON.stringify(process.moduleLoadList));`;
  const { stdout } = await run(program, {
    BASEGRID_STORE: 'dynamodb',
    BASEGRID_SECRETS: 'none',
    AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const loaded = new Set(JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as string[]);
  const web = ['internal/webstreams/readablestream', 'internal/crypto/webcrypto', 'internal/navigator'];
  for (const name of [...web, 'worker_threads', 'internal/util/diff', 'tls', 'https', 'http2'])
    expect(loaded.has(`NativeModule ${name}`), name).toBe(false);
});

test('zod works from the file that it lies in', async () => {
  const program = `const { createRequire } = await import('node:module');
    const { object, string, config } = createRequire(${JSON.stringify(join(bundle.folder, 'index.mjs'))})('./zod.cjs');
    console.log(object({ code: string() }).parse({ code: 'a' }).code, typeof config);`;
  expect((await run(program, {})).stdout).toBe('a function\n');
});

test('vitest loads graphql-shield', async () => {
  const { default: shield } = await import('../../functions/graphql/graphql-shield.cjs');
  expect(typeof shield.shield).toBe('function');
});

test.each(leftOut)('$module, left out because $reason, is there to be left out', ({ module }) => {
  const place = module.startsWith('functions/')
    ? module
    : join('node_modules', module.replace(/^\/node_modules\//, ''));
  expect(existsSync(join(projectFolder, place))).toBe(true);
});

function digest(place: string): Record<string, string> {
  const hash = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(place, name)))
      .digest('hex');
  return Object.fromEntries(readdirSync(place).map((name) => [name, hash(name)]));
}

interface Answered {
  readonly statusCode: number;
  readonly body: string;
  readonly zod: boolean;
  readonly log: readonly string[];
}

/** What a fresh process answers to its first event, without a key, over an empty store. */
async function firstAnswer(entry: string, environment: Readonly<Record<string, string>>): Promise<Answered> {
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
    const answer = await handler(${JSON.stringify(event)});
    console.log(JSON.stringify({ ...answer, zod: '__zod_globalRegistry' in globalThis }));`;
  const { stdout, stderr } = await run(program, environment);
  // Before it stand the lines of metrics that a deployed function prints.
  const answer = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');
  return { ...answer, log: stderr.split('\n').filter((line) => line !== '') };
}

function run(program: string, environment: Readonly<Record<string, string>>) {
  const env = { PATH: process.env.PATH, BASEGRID_DATA: join(folder.path, 'data'), ...environment };
  const words = ['--input-type=module', '-e', `${program}\nprocess.exit(0);`];
  return promisify(execFile)(process.execPath, words, { env });
}

/** Modules in the files that a deployed function loads before its first answer, as far as anything of them is left. */
function loadedAtStart({ outputs }: Bundle): readonly string[] {
  const deployed = /^functions\/graphql\/answering\.ts$/;
  const loaded = new Set(Object.keys(outputs).filter((path) => /\/index\.mjs$/.test(path)));
  for (const file of loaded) {
    for (const { path, kind } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' || deployed.test(outputs[path]?.entryPoint ?? '')) loaded.add(path);
  }
  return [...loaded].flatMap((file) =>
    Object.entries(outputs[file]?.inputs ?? {}).flatMap(([module, { bytesInOutput }]) =>
      bytesInOutput > 0 ? module : [],
    ),
  );
}

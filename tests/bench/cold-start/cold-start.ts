import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { temporaryFolder } from '../../../functions/local/temporary-folder.ts';
import { type Bundle, bundleEntry, bundleFunction } from '../../../infra/bundle.ts';
import { codesByLeaf } from '../city-codes.ts';
import { type Figure, figure, limited } from '../figure.ts';
import type { Question } from '../http-client.ts';
import { houseOf } from '../questions.ts';
import { median } from '../timing.ts';
import { usualHouses, type Workbench } from '../workbench.ts';
import { secretServer } from './secret-server.ts';

const runs = 21;
const mostBytes = 1_500_000;
const hello: Question = { query: '{ hello }' };

/** One who is started anew for each answer. */
interface Starter {
  readonly bundle: Bundle;
  readonly question: Question;
  readonly environment?: Readonly<Record<string, string>>;
}

/** First answers of fresh processes: the whole function as it is deployed, reading from DynamoDB, beside those that say hello. */
export async function benchColdStart(bench: Workbench): Promise<readonly Figure[]> {
  await using closing = new AsyncDisposableStack();
  const folder = closing.use(temporaryFolder());
  const secrets = closing.use(await secretServer());
  const bundled = (name: string, entry: string, whole = false) =>
    bundleEntry(entry, { folder: join(folder.path, name), maps: join(folder.path, `${name}.maps`) }, { whole });
  const own = (name: string) => fileURLToPath(new URL(`${name}.ts`, import.meta.url));
  const full = await bundleFunction('graphql', folder.path);
  const bytes = limited({ name, metric: 'bundle of the GraphQL function', unit: 'bytes', value: full.bytes }, limit);
  const environment = await bench.deployedEnvironment(usualHouses);
  if (environment === null) return [bytes];
  const deployed = { ...environment, BASEGRID_SECRETS: 'bench', AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url };
  const code = (await codesByLeaf(await bench.sqlite(usualHouses)))[3]?.[5] ?? '';
  const first = await race({
    full: { bundle: full, question: houseOf(code).ours, environment: deployed },
    apollo: { bundle: await bundled('apollo', own('apollo-hello'), true), question: hello },
    lean: { bundle: await bundled('lean', own('lean-hello')), question: hello },
    bare: { bundle: await bundled('bare', own('bare-graphql')), question: hello },
  });
  const metric = 'first answer of a fresh process, one house by code from dynoxide';
  const about = { name, metric, unit: 'ms', value: first.full };
  return [
    bytes,
    figure({ ...about, peer: 'Apollo hello-world, same esbuild', peerValue: first.apollo, target }),
    figure({ ...about, peer: 'Apollo hello-world, and what we leave out', peerValue: first.lean }),
    figure({ ...about, peer: 'graphql alone', peerValue: first.bare }),
  ];
}

const name = 'cold-start';
const limit = { most: mostBytes };
const target = { of: 'ratio', most: 1 } as const;

/** Median milliseconds from the start of the process to the answer, in turns. */
async function race<Name extends string>(starters: Readonly<Record<Name, Starter>>): Promise<Record<Name, number>> {
  const names = Object.keys(starters) as Name[];
  const times = new Map<Name, number[]>(names.map((name) => [name, []]));
  for (let run = 0; run <= runs; run += 1) {
    for (const name of names) {
      const milliseconds = await firstAnswer(starters[name]);
      if (run > 0) times.get(name)?.push(milliseconds);
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(times.get(name) ?? [])])) as Record<Name, number>;
}

async function firstAnswer({ bundle, question, environment = {} }: Starter): Promise<number> {
  const entry = pathToFileURL(join(bundle.folder, 'index.mjs')).href;
  const child = fileURLToPath(new URL('first-answer.mjs', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [child, entry, JSON.stringify(question)], {
    env: { PATH: process.env.PATH, NODE_ENV: 'production', ...environment },
  });
  // Before it stand the lines of metrics that a deployed function prints.
  const told = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as { whole: number; answer: string };
  const { data, errors } = JSON.parse(told.answer) as { data: Record<string, unknown>; errors?: unknown };
  const isAnswered = errors === undefined && Object.values(data).every((value) => value !== null);
  if (!isAnswered) throw new Error(`Cannot measure a first answer: it must hold data, is ${told.answer.slice(0, 200)}`);
  return told.whole;
}

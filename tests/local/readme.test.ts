import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectFolder } from '../laws/source-files.ts';

/** The commands of the README, word for word, against a server of our own. */
const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
const blocks = blocksBetween('## A first query', '## A credit query');
const credit = blocksBetween('## A credit query', '## What you can ask');
const evidence = blocksBetween('## Evidence that cannot be rewritten', '## Privacy');

function blocksBetween(from: string, to: string): readonly string[] {
  const part = readme.slice(readme.indexOf(from), readme.indexOf(to));
  return [...part.matchAll(/^```(?:json)?\n([\s\S]*?)^```$/gm)].map(([, body = '']) => body);
}

const folder = mkdtempSync(join(tmpdir(), 'basegrid-readme-'));
const environment = { ...process.env, BASEGRID_DATA: join(folder, 'data'), BASEGRID_PORT: '0' };
const server = spawn(process.execPath, [join(projectFolder, 'functions', 'local', 'main.ts')], {
  env: environment,
  stdio: ['ignore', 'pipe', 'inherit'],
});
let url = '';
beforeAll(async () => {
  url = await addressSaid(server.stdout);
}, 120_000);
afterAll(async () => {
  server.kill('SIGKILL');
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  rmSync(folder, { recursive: true });
});

/** Where a server says that it is ready; empty text when it ends before. */
async function addressSaid(said: Readable): Promise<string> {
  let out = '';
  for await (const part of said.setEncoding('utf8')) {
    out += part;
    const [, address = ''] = /^Basegrid is ready at (\S+)\/graphql$/m.exec(out) ?? [];
    if (address !== '') return address;
  }
  return '';
}

/** Types commands into one shell, with our address, key and folders in place of the reader's. */
async function type(commands: string, key = ''): Promise<string> {
  const own = commands
    .replaceAll('http://127.0.0.1:4000', url)
    .replaceAll('bg_…', key)
    .replaceAll(/\b(?:key\.txt|receipt\.json)/g, (name) => join(folder, name))
    .replaceAll(/\bcity(?=[/\s])/g, join(folder, 'city'))
    .replaceAll('npm run ', 'npm run -s ');
  const shell = spawn('sh', ['-e', '-c', own], {
    cwd: projectFolder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [out, error, [status]] = await Promise.all([text(shell.stdout), text(shell.stderr), once(shell, 'exit')]);
  expect({ commands, status, error }).toEqual({ commands, status: 0, error: '' });
  return out;
}

/** The answers of curl among what the commands printed, one a line. */
function answersIn(out: string): { data: unknown; errors?: unknown; extensions: Record<string, unknown> }[] {
  const answers = out.split('\n').filter((line) => line.startsWith('{'));
  return answers.map((line) => JSON.parse(line));
}

/** Place of a receipt's leaf in the log; null until it has one. */
async function placeOf(id: string): Promise<unknown> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: `{ receipt(id: "${id}") { index } }` }),
  });
  return ((await answer.json()) as { data: { receipt: { index: unknown } } }).data.receipt.index;
}

test('every command of the README does what it says', async () => {
  const [first, answer, keyed, sources, changes, page, rest, ...more] = blocks;
  expect(more).toEqual([]);
  expect(answersIn(await type(first ?? ''))).toEqual([JSON.parse(answer ?? '')]);

  const [create = '', ...asking] = (keyed ?? '').split('\n');
  const [key = ''] = /bg_\w+/.exec(await type(create)) ?? [];
  const [house] = answersIn(await type(asking.join('\n'), key));
  expect(house).toMatchObject({
    data: { house: { floorAreaBand: 'FROM_60_TO_90', floorArea: 62.8, rented: null } },
    extensions: { withheld: [{ coordinate: 'House.rented', requires: 'GOVERNMENT' }] },
  });

  const reports = await type(sources ?? '');
  expect(reports).toContain('DIVISIONS: the file says what stands');
  expect(reports).toMatch(/GRIDS: published as edition \d+, seq 3,[\s\S]*updated +1\n/);
  const [changed] = answersIn(await type(changes ?? ''));
  expect(changed?.data).toMatchObject({
    changes: {
      totalCount: 1,
      nodes: [{ seq: 3, kind: 'UPDATED', fields: ['name'], after: { name: expect.stringContaining('第一网格') } }],
    },
  });

  const out = await type(`${page}${rest}`);
  const [next, fresh] = answersIn(out) as {
    data: { houses: { totalCount: number; nodes: unknown[] }; house: unknown };
  }[];
  expect(out).toMatch(/HOUSES: published as edition \d+, seq 4,[\s\S]*retired +1\n/);
  expect([next?.data.houses.totalCount, next?.data.houses.nodes.length]).toEqual([1007, 7]);
  expect(fresh?.data).toMatchObject({
    houses: { totalCount: 1006 },
    house: { state: 'RETIRED', retirement: 'INFERRED' },
  });
}, 180_000);

test('and so does every command about credit', async () => {
  const [report, log] = credit;
  const [answered] = answersIn(await type(report ?? ''));
  expect(answered).not.toHaveProperty('errors');
  expect(answered?.data).toMatchObject({ creditReport: { receipt: { id: expect.any(String) } } });
  const [, body = '', none = ''] = /`(1\w{17})` the same query tells `noneFound: (\[.*?\])`/.exec(readme) ?? [];
  const [ofBody] = answersIn(await type((report ?? '').replace('91999999MA00000747', body)));
  expect(ofBody?.data).toMatchObject({ creditReport: { noneFound: JSON.parse(none) } });

  const [create = '', ...asking] = (log ?? '').split('\n');
  const [key = ''] = /bg_\w+/.exec(await type(create)) ?? [];
  const [told] = answersIn(await type(asking.join('\n'), key));
  expect(told?.data).toMatchObject({
    creditQueryLog: { totalCount: 1, nodes: [{ purpose: 'CONTRACT', tier: 'PUBLIC' }] },
  });

  const id = /"receipt":\{"id":"(\w+)"/.exec(JSON.stringify(answered?.data))?.[1] ?? '';
  await expect.poll(() => placeOf(id), { timeout: 20_000 }).toEqual(expect.any(Number));
  const verified = await type((evidence[0] ?? '').replace('"…"', `"${id}"`));
  expect(verified).toMatch(/The leaf is in the log\.[\s\S]*The log is whole\./);
}, 60_000);

test('and on either side of the midnight that ends a penalty, BASEGRID_NOW shows it and does not', async () => {
  const [report = '', , clocks = ''] = credit;
  const [, before, after] = /`totalCount` is (\d+) and (\d+)/.exec(readme) ?? [];
  server.kill('SIGINT');
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  const counts: unknown[] = [];
  for (const command of clocks.trimEnd().split('\n')) {
    expect(command).toMatch(/^BASEGRID_NOW=\S+ npm start/);
    const started = spawn('sh', ['-c', command], {
      ...{ cwd: projectFolder, env: environment, detached: true },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(started, 'exit');
    try {
      url = await addressSaid(started.stdout);
      const [answered] = answersIn(await type(report));
      const { data } = answered as { data: { creditReport: { statements: { totalCount: number } } } };
      counts.push(data.creditReport.statements.totalCount);
    } finally {
      process.kill(-(started.pid ?? 0), 'SIGKILL'); // the shell, npm and the server: a group of our own
      await ended;
    }
  }
  expect(counts).toEqual([Number(before), Number(after)]);
}, 120_000);

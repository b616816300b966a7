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
});
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

/** Commands with our address, key and folders in place of the reader's. */
function ours(commands: string, key = ''): string {
  return commands
    .replaceAll('http://127.0.0.1:4000', url)
    .replaceAll('bg_…', key)
    .replaceAll(/\b(?:key\.txt|receipt\.json)/g, (name) => join(folder, name))
    .replaceAll(/\bcity(?=[/\s])/g, join(folder, 'city'))
    .replaceAll(/\.basegrid\b/g, environment.BASEGRID_DATA)
    .replaceAll(/(?<=[\s=])future\b/g, join(folder, 'future'))
    .replaceAll('npm run ', 'npm run -s ');
}

/** Types commands into one shell. */
async function type(commands: string, key = ''): Promise<string> {
  const shell = spawn('sh', ['-e', '-c', ours(commands, key)], {
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
  const [first, answer, keyed, sources, changes, page, rest, back, ...more] = blocks;
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
  const [, ofReports, seq, ofPublic] =
    /`edition (\d+), seq (\d+)`, the answer below of edition (\d+)\./.exec(readme) ?? [];
  expect(reports).toContain(`GRIDS: published as edition ${ofReports}, seq ${seq},`);
  const [changed] = answersIn(await type(changes ?? ''));
  expect(changed?.extensions).toMatchObject({ edition: Number(ofPublic), publications: { GRIDS: Number(seq) } });
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

  const rolled = await type(back ?? '');
  expect(rolled).toMatch(
    /^GRIDS: dry run[\s\S]* PUBLIC +1 code changes\n[\s\S]*\nGRIDS: publication 2 stands again, as edition/,
  );
  const sinceThen = async () => answersIn(await type((changes ?? '').replace('since: 2', 'since: 3')))[0]?.data;
  const undone = { nodes: [{ after: { name: expect.stringContaining('第1网格') } }] };
  await expect.poll(sinceThen, { timeout: 10_000 }).toMatchObject({ changes: undone }); // seen within a second
});

test('and so does the search for organisations', async () => {
  const [search = '', ...more] = blocksBetween('## What you can ask', '## Publishing data');
  expect(more).toEqual([]);
  const [found] = answersIn(await type(search)) as { data: { entities: { nodes: { name: string }[] } } }[];
  expect(found).not.toHaveProperty('errors');
  const names = found?.data.entities.nodes.map(({ name }) => name) ?? [];
  expect(names).toEqual(Array(3).fill(expect.stringMatching(/科技[（(]深圳[）)]有限(?:责任)?公司/)));
  expect(found).toMatchObject({ extensions: { withheld: expect.any(Array) } });
});

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
});

/** What stands in the table of commands for what the reader chooses. */
const chosen: { readonly [command: string]: { readonly [word: string]: string } } = {
  sample: { DIR: 'city/small' },
  publish: { NAME: 'divisions', FILE: 'city/01-divisions.geojson' },
  rollback: { NAME: 'houses' },
  keys: { TIER: 'REGISTERED', TEXT: 'Someone', USCC: '91999999MA00000747' },
};
/** Typed by others: `start` above, `synth` and `schema` by `npm run ok`, what is deployed by .ci/deployed; the rest would run this test. */
const typedElsewhere = ['start', 'synth', 'deploy', 'test:deployed', 'test', 'ok', 'schema', 'bench'];

/** Commands of the first column of a table, whole, each with what it may have besides and without it. */
function commandsOfTable(heading: string): readonly string[] {
  const [, part = ''] = readme.slice(readme.indexOf(`## ${heading}`)).split(/^## .*$/m);
  const cells = part.split('\n').flatMap((line) => /^\| (`(?!npm …).*?) \| /.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => {
    const spans = [...cell.matchAll(/`([^`]+)`/g)].map(([, span = '']) => span);
    const [first = ''] = spans;
    const verbs = `${first.split(' -- ')[0]} -- `;
    const whole = spans.map((span) => (/^(?:run|start|test)\b/.test(span) ? span : `${verbs}${span}`));
    return whole.flatMap((span) => [
      ...new Set([span.replaceAll(/\[(.*?)\]/g, '$1'), span.replaceAll(/ \[.*?\]/g, '')]),
    ]);
  });
}

test('every command of the table does, with what may stand behind it', async () => {
  const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8'));
  const commands = commandsOfTable('Commands');
  const nameOf = (command: string): string => /^(?:run )?([\w:]+)/.exec(command)?.[1] ?? '';
  expect(commands.length).toBeGreaterThan(20);
  let id = '';
  for (const command of commands) {
    const name = nameOf(command);
    expect(scripts).toHaveProperty([name]);
    if (typedElsewhere.includes(name)) continue;
    const words = { ...chosen[name], ID: id };
    const own = command.replaceAll(/\b[A-Z]{2,}\b/g, (word) => words[word as keyof typeof words] ?? word);
    const out = await type(`npm ${own}`);
    id = /^client +(client-\w+)$/m.exec(out)?.[1] ?? id;
  }
  const contributing = readFileSync(join(projectFolder, 'CONTRIBUTING.md'), 'utf8');
  const toldElsewhere = ['format', 'lint', 'types'].filter((script) => contributing.includes(`\`npm run ${script}\``));
  expect([...new Set(commands.map(nameOf)), ...toldElsewhere].toSorted()).toEqual(Object.keys(scripts).toSorted());
});

test('a publication takes the options that the README shows, and deploying is typed by .ci/deployed as it stands here', async () => {
  const [synopsis = ''] = blocksBetween('## Publishing data', '## Commands');
  const out = await type(synopsis.replaceAll(/\[(.*?)\]/g, '$1').replace('FILE', 'city/houses.csv'));
  expect(out).toMatch(/^HOUSES of district 440304: dry run/);
  const deploying = blocksBetween('## Deploying', '## Map of the code').join('');
  const [line = ''] = deploying.match(/^npm run deploy -- --deployment local$/m) ?? [];
  expect(readFileSync(join(projectFolder, '.ci', 'deployed'), 'utf8')).toContain(`s/^${line}$/&/p' README.md`);
});

test('and on either side of the midnight that ends a penalty, BASEGRID_NOW shows it and does not', async () => {
  const [report = '', , clocks = ''] = credit;
  const [copy = '', ...lines] = clocks.trimEnd().split('\n');
  const expire = lines.pop() ?? '';
  const [, before, after] = /`totalCount` is (\d+) and (\d+)/.exec(readme) ?? [];
  server.kill('SIGINT');
  if (server.exitCode === null && server.signalCode === null) await once(server, 'exit');
  await type(copy);
  const counts: unknown[] = [];
  for (const command of lines) {
    expect(command).toMatch(/^BASEGRID_DATA=future BASEGRID_NOW=\S+ npm start/);
    const started = spawn('sh', ['-c', ours(command)], {
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
  expect(await type(expire)).toMatch(/^moved to edition \d+; ready for 2027-05-18,/);
  expect(await type('npm run expire')).toContain('nothing to do'); // our own data know of no future
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { optionsNpmTook } from '../../functions/local/options-npm-took.ts';
import { projectFolder } from '../laws/source-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'basegrid-help-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const data = join(folder, 'data');
const file = join(folder, 'divisions.csv');
writeFileSync(file, 'code\n440300\n');

const { scripts } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
  scripts: { [name: string]: string };
};
/** Scripts that are programs of ours. */
const commands = Object.entries(scripts).flatMap(([name, line]) => {
  const [, path] = /^(?:exec )?node (?:--expose-gc )?([\w/-]+\.ts)$/.exec(line) ?? [];
  return path === undefined ? [] : [[name, path] as const];
});

function run(program: string, words: readonly string[]) {
  const env = { ...process.env, BASEGRID_DATA: data };
  const { status, stdout, stderr } = spawnSync(program, words, { cwd: projectFolder, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('every script that is ours is among the commands', () => {
  expect(commands.map(([name]) => name)).toEqual(
    Object.keys(scripts).filter((name) => scripts[name]?.includes('node ')),
  );
  expect(commands.length).toBeGreaterThan(10);
});

test.each(commands)('npm run %s -- --help, or -h, shows how it is typed, and does nothing', (name, path) => {
  const typed = name === 'start' ? 'npm start' : `npm run ${name}`;
  const long = run(process.execPath, [path, '--help']);
  expect(long).toMatchObject({ status: 0, stderr: '' });
  expect(long.stdout.startsWith(typed)).toBe(true);
  expect(run(process.execPath, [path, 'words', '-h'])).toEqual(long);
  expect(existsSync(data)).toBe(false);
  const wrong = run(process.execPath, [path, '--no-such-option']);
  expect([wrong.status, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toContain(`\n\n${typed}`);
  expect(wrong.stderr).not.toContain('Environment:');
});

test('the variables that the README tells of are those that commands tell of', () => {
  const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
  const settings = readme.slice(readme.indexOf('## Settings'));
  const listed = settings.split('\n').filter((line) => line.startsWith('| `'));
  const inReadme = listed.flatMap((line) => line.match(/\bBASEGRID_[A-Z_]+/g) ?? []);
  const { stdout } = run(process.execPath, ['functions/local/main.ts', '--help']);
  const shown = [...stdout.matchAll(/^ {2}(BASEGRID_[A-Z_]+) {2}/gm)].map(([, name]) => name);
  expect(shown.toSorted()).toEqual([...new Set(inReadme)].toSorted());
  expect(stdout).toContain('AWS_ENDPOINT_URL_DYNAMODB');
  const publishing = run(process.execPath, ['functions/local/publish-command.ts', '--help']).stdout;
  for (const name of ['BASEGRID_DATA', 'BASEGRID_NOW', 'AWS_REGION'])
    expect(publishing).toMatch(new RegExp(`^ +${name} `, 'm'));
});

test('--deployment and --json are taken by the commands that the README names', () => {
  const readme = readFileSync(join(projectFolder, 'README.md'), 'utf8');
  const [, deployed = '', others = ''] =
    /^(.*) take `--deployment NAME`; they, (.*) print JSON with `--json`/m.exec(readme) ?? [];
  const named = (text: string) => [...text.matchAll(/`(\w+)`/g)].map(([, name]) => name);
  const helps = commands.map(([name, path]) => ({ name, help: run(process.execPath, [path, '--help']).stdout }));
  const taking = (option: string) => helps.filter(({ help }) => help.includes(option)).map(({ name }) => name);
  // `synth` and `deploy` are not about a deployment's data.
  expect(taking('--deployment').toSorted()).toEqual([...named(deployed), 'synth', 'deploy'].toSorted());
  expect(taking('--json').toSorted()).toEqual([...named(deployed), ...named(others)].toSorted());
});

test('options that npm took, as "--" was forgotten, are told, and nothing is published', () => {
  const half = run('npm', ['run', 'publish', file, '--dry-run', '--', '--register', 'divisions']);
  expect([half.status, half.stdout.includes('DIVISIONS')]).toEqual([2, false]);
  expect(half.stderr).toContain(
    'npm took --dry-run for an option of its own: type "--" before it\n\nnpm run publish -- ',
  );
  const none = run('npm', ['run', 'publish', '--register', 'divisions', '--strict', file]);
  expect(none.stderr).toContain('npm took --register, --strict for options of its own: type "--" before them\n');
  expect([none.status, existsSync(data)]).toEqual([2, false]);
  const days = run('npm', ['run', 'sweep', '--days', '3']);
  expect([days.status, days.stderr.split('\n')[0]]).toEqual([
    2,
    'npm took --days for an option of its own: type "--" before it',
  ]);
});

test('options are known by what npm leaves of them, unless they were typed, or npm ran something else', () => {
  const form = { name: 'rollback', options: ['to', 'dry-run', 'json'] };
  const left = { npm_lifecycle_event: 'rollback', npm_config_token_description: '4', npm_config_dry_run: 'true' };
  expect(optionsNpmTook(form, [], left)).toEqual(['--to', '--dry-run']);
  expect(optionsNpmTook(form, ['--to=4', '--dry-run'], left)).toEqual([]);
  expect(optionsNpmTook(form, [], { ...left, npm_lifecycle_event: 'test' })).toEqual([]);
  expect(optionsNpmTook(form, [], { npm_lifecycle_event: 'rollback', npm_config_json: '' })).toEqual([]);
  const sweep = { name: 'sweep', options: ['days'] };
  const letters = { npm_lifecycle_event: 'sweep', npm_config_yes: 'true' };
  expect(optionsNpmTook(sweep, ['3'], { ...letters, npm_config_all: 'true' })).toEqual(['--days']);
  expect(optionsNpmTook(sweep, [], letters)).toEqual([]);
});

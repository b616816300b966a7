import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort } from '../harness/dynamodb-engine.ts';
import { projectFolder } from '../laws/source-files.ts';

const data = mkdtempSync(join(tmpdir(), 'basegrid-deployment-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));
const file = join(data, 'divisions.csv');
writeFileSync(file, 'code\n440300\n');

const commands = [
  ['keys', ['list']],
  ['publish', ['--register', 'divisions', file]],
] as const;

function run(command: string, words: readonly string[], environment: NodeJS.ProcessEnv) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(projectFolder, 'functions', 'local', `${command}-command.ts`), ...words],
    { env: { PATH: process.env.PATH, BASEGRID_DATA: join(data, 'store'), ...environment }, encoding: 'utf8' },
  );
  return { status, stdout, lines: stderr.trimEnd().split('\n') };
}

test.each(commands)('%s: the emulator must be named for deployment local', (command, words) => {
  const { status, lines } = run(command, [...words, '--deployment', 'local'], {});
  expect(status).toBe(2);
  expect(lines[0]).toBe(
    'Cannot reach deployment "local": AWS_ENDPOINT_URL must name the emulator, such as http://127.0.0.1:4566',
  );
});

test.each(commands)('%s: a deployment that is none is wrong usage', (command, words) => {
  const { status, lines } = run(command, [...words, '--deployment', 'Pro d'], {});
  expect([status, lines[0]]).toEqual([2, 'Cannot use deployment "Pro d": must be local, dev or prod']);
});

test.each(commands)('%s: an emulator that is down is told in one line', async (command, words) => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const { status, stdout, lines } = run(command, [...words, '--deployment', 'local'], { AWS_ENDPOINT_URL: url });
  expect([status, stdout, lines.length]).toEqual([1, '', 1]);
  expect(lines[0]).toContain(`Cannot reach deployment "local" at ${url}: `);
});

test.each([
  ['a region', { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b' }, 'AWS_REGION must name its region, does not'],
  ['keys', { AWS_REGION: 'cn-north-1' }, 'AWS keys must be in the environment or a profile, are not'],
])('without %s the error says so', (_what, environment, message) => {
  const elsewhere = { AWS_EC2_METADATA_DISABLED: 'true', HOME: data, ...environment };
  const { status, lines } = run('keys', ['list', '--deployment', 'prod'], elsewhere);
  expect([status, lines]).toEqual([1, [`Cannot reach deployment "prod": ${message}`]]);
});
